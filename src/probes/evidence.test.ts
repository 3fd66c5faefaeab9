import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../core/options.ts';
import { evidence } from './evidence.ts';
import {
  biases,
  channels,
  classNames,
  height,
  image,
  linearSubject,
  weights,
  width,
} from './testing.ts';

const defaults = defaultsOf(evidence.options);

/** Σ over the channels of weight · (value − cover), for each pixel: what a linear model loses. */
function closedForm(of: number, cover: readonly number[]): number[] {
  return Array.from({ length: height * width }, (_, pixel) => {
    let loss = 0;
    for (let channel = 0; channel < channels; channel++) {
      const i = pixel * channels + channel;
      loss += weights[i * 2 + of]! * (image[i]! - cover[channel]!);
    }
    return loss;
  });
}

async function mapsOf(options: Partial<typeof defaults>, subject = linearSubject()) {
  const { groups, method } = await evidence.look(subject, { ...defaults, ...options });
  const [group] = groups;
  expect(groups).toHaveLength(1);
  expect(group).toMatchObject({ signed: true, total: classNames.length });
  expect(group!.maps.map(({ label }) => label)).toEqual(classNames);
  return { method, maps: group!.maps.map(({ values }) => values) };
}

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
}

describe('covering, of a linear model', () => {
  it('is weight times value, pixel by pixel, and adds up to the logit without its bias', async () => {
    const { maps, method } = await mapsOf({ patch: 1 });
    expect(method).toContain('occlusion');
    expect(method).toContain('one pixel at a time by black');
    const logits = await linearSubject().answer(image, 1);
    for (const of of [0, 1]) {
      expectClose(maps[of]!, closedForm(of, [0, 0]));
      const sum = maps[of]!.reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(logits[of]! - biases[of]!, 4);
    }
  });

  it('by the mean of the image is measured against that, channel by channel', async () => {
    const { maps } = await mapsOf({ patch: 1, cover: 'mean' });
    const means = [0, 1].map(
      (channel) =>
        image.filter((_, i) => i % channels === channel).reduce((sum, value) => sum + value, 0) /
        (height * width),
    );
    expect(means[0]).not.toBeCloseTo(means[1]!, 2);
    for (const of of [0, 1]) expectClose(maps[of]!, closedForm(of, means));
  });

  it('shares what a patch did out among its pixels, also at the edges', async () => {
    const { maps, method } = await mapsOf({ patch: 3 }); // patches of 3 × 3 and 3 × 1
    expect(method).toContain('3 × 3 pixels');
    const alone = closedForm(1, [0, 0]);
    const shared = alone.map((_, pixel) => {
      const left = pixel % width < 3;
      const pixels = alone.filter((__, other) => other % width < 3 === left);
      return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    });
    expectClose(maps[1]!, shared);
  });
});

describe('leaving out', () => {
  /** As if every pixel took its own number from each logit. */
  const without = Float32Array.from({ length: height * width * 2 }, (_, i) => 10 - i);
  const subject = linearSubject({ leaveOut: async () => without });

  it('is the logit with all pixels minus the logit without this one', async () => {
    const { maps, method } = await mapsOf({}, subject);
    expect(method).toContain('Exact');
    const logits = await subject.answer(image, 1);
    for (const of of [0, 1]) {
      expectClose(
        maps[of]!,
        Array.from({ length: height * width }, (_, pixel) => logits[of]! - (10 - (pixel * 2 + of))),
      );
    }
  });

  it('gives way to covering where that is chosen, or where the model cannot', async () => {
    const chosen = await mapsOf({ method: 'cover', patch: 1 }, subject);
    const lacking = await mapsOf({ method: 'leave-out', patch: 1 });
    expect(chosen).toEqual(lacking);
    expect(chosen.method).toContain('occlusion');
  });
});
