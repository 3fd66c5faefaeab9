/** Convolutional networks at their edges: coordinates off the square, images that are too small. */
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../core/options.ts';
import { countParameters } from '../core/parameters.ts';
import { coordinateChannels } from './coordConvCnn.ts';
import { findArchitecture } from './index.ts';

/** The values of one of `count` channels. */
const channel = (maps: Float32Array, index: number, count: number) =>
  Array.from(maps).filter((_, i) => i % count === index);

describe('coordinate channels', () => {
  it('run from -1 to 1 on both axes of an image that is no square', () => {
    const maps = coordinateChannels(6, 14, false);
    const x = channel(maps, 0, 2);
    const y = channel(maps, 1, 2);
    expect([Math.min(...x), Math.max(...x)]).toEqual([-1, 1]);
    expect([Math.min(...y), Math.max(...y)]).toEqual([-1, 1]);
    expect(x.slice(0, 14)).toEqual(x.slice(70, 84)); // the same in every row
    expect(x.slice(0, 14)).toEqual([...x.slice(0, 14)].sort((a, b) => a - b));
    expect(y.slice(0, 14).every((value) => value === -1)).toBe(true);
    expect(y[14]).toBeCloseTo(-0.6, 6); // steps of 2 / 5
    expect(x[1]).toBeCloseTo(-1 + 2 / 13, 6);
  });

  it('measure the distance from the middle of the image', () => {
    const radius = channel(coordinateChannels(5, 7, true), 2, 3);
    expect(radius[2 * 7 + 3]).toBe(0);
    for (const corner of [0, 6, 28, 34]) expect(radius[corner]).toBeCloseTo(Math.SQRT2, 6);
    expect(radius[2 * 7]).toBe(1);
  });

  it('are 0 along an axis of a single pixel', () => {
    expect(Array.from(coordinateChannels(1, 2, true))).toEqual([-1, 0, 1, 1, 0, 1]);
  });
});

describe('images that are too small', () => {
  const faultOf = (id: string, options: object, height: number, width: number) => {
    const { options: schema, fault } = findArchitecture(id);
    const sizes = { height, width, channels: 1, outputs: 10, features: 0 };
    return fault!({ ...defaultsOf(schema), ...options }, sizes);
  };

  it('are refused by LeNet-5 below 12 pixels, in words', () => {
    expect(faultOf('lenet-5', {}, 11, 30)).toContain('30 × 11 pixels; choose images of at least');
    for (let side = 12; side < 40; side++) {
      expect(faultOf('lenet-5', {}, side, 28)).toBeUndefined();
      const { options, parameters } = findArchitecture('lenet-5');
      const sizes = { height: side, width: 28, channels: 1, outputs: 10, features: 0 };
      expect(countParameters(parameters(defaultsOf(options), sizes))).toBeGreaterThan(0);
    }
  });

  it.each(['cnn', 'coord-conv-cnn'])('are refused by %s where its blocks leave nothing', (id) => {
    // 14 → 12 → 6 → 4 → 2 → 0 without padding; 14 → 7 → 3 → 1 with it.
    expect(faultOf(id, { padding: 'valid', blocks: 2 }, 14, 20)).toBeUndefined();
    expect(faultOf(id, { padding: 'valid', blocks: 3 }, 14, 20)).toBe(
      '3 blocks that trim and halve the sides leave nothing of 20 × 14 pixels; choose fewer blocks or another padding',
    );
    expect(faultOf(id, { padding: 'same', blocks: 3 }, 14, 20)).toBeUndefined();
    expect(faultOf(id, { padding: 'same', blocks: 4 }, 14, 20)).toBe(
      '4 blocks that halve the sides leave nothing of 20 × 14 pixels; choose fewer blocks',
    );
    // A circle must be as long as the kernel: the third block sees 3 pixels.
    expect(faultOf(id, { padding: 'circular', blocks: 3 }, 14, 20)).toBeUndefined();
    expect(faultOf(id, { padding: 'circular', blocks: 3, kernelSize: '5' }, 14, 20)).toContain(
      'block 3, which has a side of 3 pixels; choose fewer blocks, a smaller kernel or another padding',
    );
    expect(faultOf(id, { padding: 'circular', blocks: 1 }, 2, 2)).toMatch(
      /; choose another padding$/,
    );
    // What cannot help is not proposed.
    expect(faultOf(id, { blocks: 2 }, 1, 9)).toBe(
      '2 blocks that halve the sides leave nothing of 9 × 1 pixels; choose another architecture',
    );
    expect(faultOf(id, { padding: 'valid', blocks: 1 }, 3, 3)).toBe(
      'a block that trims and halves the sides leaves nothing of 3 × 3 pixels; choose another padding',
    );
  });
});
