import { describe, expect, it } from 'vitest';
import { readOptions } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { findSensor } from '../sensors/index.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import { nearestPixels } from './nearestPixels.ts';

const size = { height: 20, width: 20, channels: 1 };

function planOf(id: string): SensorPlan {
  const sensor = findSensor(id);
  return sensor.plan(
    readOptions(sensor.options, {}, sensor.label),
    size,
    createRandom(1).stream('test/nearest'),
  );
}

const draw = createRandom(2).stream('test/positions');
const positions = Float64Array.from({ length: 800 }, (_, i) => 2 * draw.uniform(i) - 1);

/** The first of the nearest living pixels, by looking at every one. */
function firstNearest({ places, dead }: SensorPlan, x: number, y: number): number {
  const distances = Array.from({ length: places.length / 2 }, (_, pixel) =>
    dead?.[pixel] ? Infinity : (places[2 * pixel]! - x) ** 2 + (places[2 * pixel + 1]! - y) ** 2,
  );
  return distances.indexOf(Math.min(...distances));
}

describe('nearestPixels', () => {
  it.each(['two-resolutions', 'random-subset', 'hexagonal', 'log-polar', 'foveated'])(
    'finds among the pixels of %s the one that looking at all finds',
    (id) => {
      const plan = planOf(id);
      const { corners, shares } = nearestPixels(plan, positions);
      for (let i = 0; i < positions.length / 2; i++) {
        expect(corners[4 * i]).toBe(firstNearest(plan, positions[2 * i]!, positions[2 * i + 1]!));
        expect([...shares.subarray(4 * i, 4 * i + 4)]).toEqual([1, 0, 0, 0]);
      }
    },
  );

  it('finds the only pixel from anywhere, the first of two that are as near, and none from nowhere', () => {
    const dead = Uint8Array.from({ length: 100 }, (_, pixel) => (pixel === 7 ? 0 : 1));
    const one = { places: Float32Array.from({ length: 200 }, (_, i) => (i % 20) / 10 - 1), dead };
    expect(nearestPixels(one, Float64Array.of(1, 1, -1, 1)).corners[0]).toBe(7);
    expect(nearestPixels(one, Float64Array.of(1, 1, -1, 1)).corners[4]).toBe(7);
    const pair = { places: Float32Array.of(0.5, 0, -0.5, 0) };
    expect(nearestPixels(pair, Float64Array.of(0, 0.25)).corners[0]).toBe(0);
    expect([...nearestPixels(pair, Float64Array.of(NaN, NaN)).shares]).toEqual([0, 0, 0, 0]);
  });
});
