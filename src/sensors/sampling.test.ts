/** Where the pixels of each sampling and surface lie, by what can be counted and measured. */
import { describe, expect, it } from 'vitest';
import type { ImageSize } from '../core/geometry.ts';
import { readOptions, type OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { findSensor } from './index.ts';

const square = { height: 28, width: 28, channels: 1 };
const wide = { height: 20, width: 32, channels: 1 };

function planOf(id: string, options: OptionRecord, size: ImageSize = square, seed = 1) {
  const sensor = findSensor(id);
  const read = readOptions(sensor.options, options, sensor.label);
  return sensor.plan(read, size, createRandom(seed).stream('test/sensor'));
}

function expectNear(found: readonly number[], expected: readonly number[], digits = 10) {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));
}

describe('random subset', () => {
  const aliveOf = (share: number, seed = 1) => {
    const { dead } = planOf('random-subset', { share }, square, seed);
    return [...dead!].flatMap((is, pixel) => (is ? [] : [pixel]));
  };

  it('keeps the share, rounded, and at least one', () => {
    expect(aliveOf(0.5)).toHaveLength(392);
    expect(aliveOf(0.02)).toHaveLength(16); // of 15.68
    const single = planOf('random-subset', { share: 0.02 }, { height: 1, width: 2, channels: 1 });
    expect([...single.dead!].filter((is) => !is)).toHaveLength(1);
    expect(planOf('random-subset', { share: 1 }).dead).toBeUndefined();
  });

  it('keeps of a larger share when it shrinks, and others for another seed', () => {
    const half = new Set(aliveOf(0.5));
    expect(aliveOf(0.25).every((pixel) => half.has(pixel))).toBe(true);
    expect(aliveOf(0.5, 2)).not.toEqual([...half]);
  });

  it('is spread over the whole image', () => {
    const quarters = [0, 0, 0, 0];
    for (const pixel of aliveOf(0.5)) {
      quarters[(pixel % 28 < 14 ? 0 : 1) + (pixel < 392 ? 0 : 2)]! += 1;
    }
    for (const alive of quarters) expect(Math.abs(alive - 98)).toBeLessThan(25); // 4 deviations
  });
});

describe('foveated', () => {
  it('is e^strength times finer in the middle than at the edge', () => {
    for (const strength of [0.5, 2, 4]) {
      const lens = planOf('foveated', { strength }).lens!;
      const slope = (at: number) => (lens(at + 1e-6, 0)[0] - lens(at - 1e-6, 0)[0]) / 2e-6;
      expect(slope(1) / slope(1e-3)).toBeCloseTo(Math.exp(strength * (1 - 1e-3)), 3);
      expectNear(lens(1, 0), [1, 0]);
      expect(lens(0, 0)).toEqual([0, 0]);
    }
  });

  it('looks farther out the farther out a pixel lies', () => {
    const lens = planOf('foveated', { strength: 4 }).lens!;
    for (let at = 0.01; at < 1.4; at += 0.01) {
      expect(lens(at + 0.01, 0)[0]).toBeGreaterThan(lens(at, 0)[0]);
    }
  });
});

describe('two resolutions', () => {
  it('halves the number of pixels to a side in its coarse half', () => {
    const { places, areas } = planOf('two-resolutions', { fine: 28, coarse: 14 });
    expect(places).toHaveLength(2 * (14 * 28 + 7 * 14));
    expect(areas![0]).toBeCloseTo(4 / 784, 8);
    expect(areas!.at(-1)).toBeCloseTo(4 / 196, 8);
  });

  it.each(['left', 'right', 'centre'])('has its fine pixels %s, without gaps', (region) => {
    const options = { fine: 30, coarse: 11, region };
    for (const size of [square, wide]) {
      const { places, areas } = planOf('two-resolutions', options, size);
      const total = areas!.reduce((sum, area) => sum + area, 0);
      expect(total).toBeCloseTo(4, 5);
      const fine = areas![0]!;
      areas!.forEach((area, pixel) => {
        const [x, y] = [places[2 * pixel]!, places[2 * pixel + 1]!];
        const inside = {
          left: x < 0,
          right: x > 0,
          centre: Math.max(Math.abs(x), Math.abs(y)) < 0.5,
        };
        if (inside[region as 'left']) expect(area).toBe(fine);
        else expect(area).toBeGreaterThan(3 * fine);
      });
      // Without gaps or overlaps the cells' first moments are those of the whole sensor: none.
      const moment = (axis: number) =>
        areas!.reduce((sum, area, pixel) => sum + area * places[2 * pixel + axis]!, 0);
      expect(moment(0)).toBeCloseTo(0, 5);
      expect(moment(1)).toBeCloseTo(0, 5);
    }
  });
});

describe('hexagonal', () => {
  it.each([
    [square, 28],
    [square, 9],
    [wide, 20],
    [{ height: 12, width: 5, channels: 1 }, 7],
  ])('has six neighbours all equally far, %o at %i', (size, side) => {
    const { places, lattice, lens } = planOf('hexagonal', { side }, size);
    const { height, width } = lattice!;
    const inPixels = (row: number, column: number) => {
      const pixel = row * width + column;
      const [x, y] = lens!(places[2 * pixel]!, places[2 * pixel + 1]!);
      return [(x * size.width) / 2, (y * size.height) / 2] as const;
    };
    const pitch = size.width / width;
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1; column < width - 1; column++) {
        const here = inPixels(row, column);
        const aside = row % 2 === 0 ? -1 : 1;
        const neighbours = [
          [row, column - 1],
          [row, column + 1],
          ...[row - 1, row + 1].flatMap((other) => [
            [other, column],
            [other, column + aside],
          ]),
        ] as [number, number][];
        for (const at of neighbours) {
          const there = inPixels(...at);
          expect(Math.hypot(there[0] - here[0], there[1] - here[1]) / pitch).toBeCloseTo(1, 5);
        }
      }
    }
    expect(height * pitch * 0.866).toBeGreaterThan(size.height - pitch / 2);
    expect(height * pitch * 0.866).toBeLessThan(size.height + pitch / 2);
  });
});

describe('log-polar', () => {
  it('runs around along x and outwards down y', () => {
    const lens = planOf('log-polar', { inner: 0.1, outer: 1 }).lens!;
    expectNear(lens(0, 1), [1, 0]);
    expectNear(lens(0.5, 1), [0, 1]); // clockwise on the screen
    expectNear(lens(0, -1), [0.1, 0]);
    expectNear(lens(0, 0), [Math.sqrt(0.1), 0]);
  });

  it('shifts where the image turns by a quarter or grows', () => {
    const lens = planOf('log-polar', { inner: 0.1, outer: 1 }, wide).lens!;
    for (const [x, y] of [
      [0.2, 0.3],
      [-0.7, -0.4],
    ] as const) {
      const [atX, atY] = lens(x, y);
      expectNear(lens(x + 0.5, y), [-atY / 1.6, atX * 1.6]);
      expectNear(lens(x, y + 2 / Math.log2(10)), [2 * atX, 2 * atY]);
      expectNear(lens(x + 2, y), [atX, atY]);
    }
  });

  it('finds fault with an inner radius that is not less than the outer', () => {
    const sensor = findSensor('log-polar');
    const options = readOptions(sensor.options, { inner: 0.5, outer: 0.5 }, sensor.label);
    expect(sensor.fault!(options, square)).toContain('0.5, is not less than the outer one');
  });
});

describe('cylinder', () => {
  it('keeps the size of pixels and wraps around', () => {
    const { lattice, lens } = planOf('cylinder', { span: 90, turn: 0 });
    expect(lattice).toEqual({ height: 28, width: 112 });
    expectNear(lens!(0.25, 0.3), [1, 0.3]);
    expectNear(lens!(2.25, 0.3), [1, 0.3]);
    expect(Math.abs(lens!(0.3, 0)[0])).toBeGreaterThan(1);
  });

  it('cuts the image in halves at a turn of 180°', () => {
    const { lens } = planOf('cylinder', { span: 180, turn: 180 });
    expectNear(lens!(-0.999, 0), [0.002, 0]);
    expectNear(lens!(0.999, 0), [-0.002, 0]);
    expectNear(lens!(0.5, 0), [-1, 0]);
  });

  it('moves by whole pixels where it is turned by them', () => {
    const { places, lens } = planOf('cylinder', { turn: (360 * 5) / 28 });
    for (let pixel = 0; pixel < 28; pixel++) {
      const from = (pixel + 28 - 5) % 28;
      expect(lens!(places[2 * pixel]!, 0)[0]).toBeCloseTo(places[2 * from]!, 6);
    }
  });
});

describe('sphere', () => {
  it('slides its own picture by a roll, turns the image by a turn', () => {
    const lens = planOf('sphere', { tip: 90 }).lens!;
    const rolled = planOf('sphere', { tip: 90, roll: 36 }).lens!;
    const turned = planOf('sphere', { tip: 90, turn: 90 }).lens!;
    for (const [x, y] of [
      [0.1, 0.2],
      [-0.2, -0.1],
      [0.05, -0.3],
    ] as const) {
      const [atX, atY] = lens(x, y);
      expectNear(rolled(x - 0.2, y), [atX, atY]);
      expectNear(turned(x, y), [-atY, atX]); // as the transform: a quarter counter-clockwise
    }
  });

  it('has as many columns as rows, or twice as many', () => {
    expect(planOf('sphere', {}).lattice).toEqual({ height: 60, width: 60 });
    expect(planOf('sphere', { rows: 30, grid: 'wide' }).lattice).toEqual({ height: 30, width: 60 });
  });
});
