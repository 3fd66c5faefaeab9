/** Every transform against libraries: fixtures/transforms.py made the answers. */
import { describe, expect, it } from 'vitest';
import { resample } from '../core/geometry.ts';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { createRandom, type RandomStream } from '../core/random.ts';
import fixture from './fixtures/transforms.json' with { type: 'json' };
import { drawPlasma } from './imaging/plasma.ts';
import { applyTransforms, findTransform, transforms } from './index.ts';
import type { ImageSize } from './transform.ts';

interface Case {
  readonly transform: string;
  readonly options: OptionRecord;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly image: readonly number[];
  readonly seen: readonly number[];
  /** Whose draws the transform takes, of seed 7. */
  readonly stream?: string;
  /** Or the draws themselves. */
  readonly uniforms?: readonly number[];
  readonly normals?: readonly number[];
}
const cases = fixture.cases as unknown as readonly Case[];

/** A stream whose draws are given; any other draw fails. */
function givenStream({ uniforms = [], normals = [] }: Partial<Case>): RandomStream {
  const read = (from: readonly number[]) => (index: number) => {
    if (index >= from.length) throw new Error(`draw ${index} of ${from.length}`);
    return from[index]!;
  };
  const uniform = read(uniforms);
  return {
    ...createRandom(0).stream('test/unused'),
    uniform,
    integer: (index, below) => Math.floor(uniform(index) * below),
    normal: read(normals),
    uniforms: (count, low = 0, high = 1) =>
      Float32Array.from({ length: count }, (_, index) => low + (high - low) * uniform(index)),
  };
}

/** Through one transform, with the fixture's draws in place of the image's stream. */
function seenWith(values: Float32Array, size: ImageSize, each: Case): Float32Array {
  const transform = findTransform(each.transform);
  const options = { ...defaultsOf(transform.options), ...each.options };
  const random = each.stream ? createRandom(7).stream(each.stream) : givenStream(each);
  if (transform.inverse) return resample(values, size, transform.inverse(options, size, random));
  const seen = values.slice();
  transform.change!(options, size, random)(seen, random);
  return seen;
}

function farthest(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(found[i]! - value)), 0);
}

describe('transforms', () => {
  it.each(cases)(
    '$transform $options is as a library has it, $height × $width × $channels',
    (each) => {
      const values = Float32Array.from(each.image, (level) => level / 255);
      const seen = seenWith(values, each, each);
      expect(farthest(seen, each.seen)).toBeLessThan(1e-6);
      expect(farthest(values, each.seen)).toBeGreaterThan(0.01); // it had something to do
      if (each.uniforms || each.normals || each.stream) return;
      const choice = { id: each.transform, options: each.options };
      expect(applyTransforms(values, each, [choice], createRandom(0))).toEqual(seen);
    },
  );

  it('are all in the fixture, but for those which are tested beside it', () => {
    const covered = new Set(cases.map((each) => each.transform));
    const others = transforms.map(({ id }) => id).filter((id) => !covered.has(id));
    // Shift in core/fixtures/geometry.json; the others in tests of their own.
    const expected = [
      'impulse-noise',
      'noise',
      'occlusion',
      'permutation',
      'shift',
      'shot-noise',
      'sphere-rotation',
      'wave',
    ];
    expect(others.sort()).toEqual(expected);
  });
});

describe('plasma', () => {
  it.each(fixture.plasma)('of side $side is as MNIST-C draws it', (each) => {
    const heights = new Float64Array(each.side ** 2);
    drawPlasma(heights, each.side, each.decay, givenStream(each).uniform);
    expect(farthest(heights, each.heights)).toBeLessThan(1e-6);
  });
});
