/** What every sensor promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { invertMap, stretchOf } from '../core/invert.ts';
import { defaultsOf, faultOf, readOptions, type OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { extremesOf } from '../core/testing.ts';
import { findSensor, sensors } from './index.ts';
import { sensorGroups, type Sensor, type SensorPlan } from './sensor.ts';

const sizes: ImageSize[] = [
  { height: 28, width: 28, channels: 1 },
  { height: 32, width: 32, channels: 3 },
  { height: 7, width: 12, channels: 3 },
  { height: 12, width: 5, channels: 1 },
  { height: 1, width: 1, channels: 1 },
];
const random = createRandom(3);
const straight: InverseMap = (x, y) => [x, y];

function planOf(sensor: Sensor, options: OptionRecord, size: ImageSize, stream = 'test/sensor') {
  const read = readOptions(sensor.options, options, sensor.label);
  return sensor.plan(read, size, random.stream(stream));
}

function settings({ options, example }: Sensor): OptionRecord[] {
  const ends = Object.entries(options).flatMap(([name, option]) =>
    extremesOf(option).flatMap((value) => [{ [name]: value }, { ...example, [name]: value }]),
  );
  return [{}, example, ...ends];
}

interface Seen {
  readonly pixel: number;
  readonly place: readonly [number, number];
  readonly look: readonly [number, number];
}
/** The pixels that are alive and look inside the image. */
function seenBy({ places, lens = straight, dead }: SensorPlan): Seen[] {
  return Array.from({ length: places.length / 2 }, (_, pixel) => {
    const place = [places[2 * pixel]!, places[2 * pixel + 1]!] as const;
    return { pixel, place, look: lens(...place) };
  }).filter(({ pixel, look: [x, y] }) => !dead?.[pixel] && Math.abs(x) <= 1 && Math.abs(y) <= 1);
}

/** Σ area × stretch over what is seen: an integral over the image, whose area is 4. */
function areaSeen(plan: SensorPlan): number {
  const pixels = plan.places.length / 2;
  const areas = plan.areas ?? new Float32Array(pixels).fill(1);
  const alive = areas.reduce((sum, area, pixel) => sum + (plan.dead?.[pixel] ? 0 : area), 0);
  return seenBy(plan).reduce(
    (sum, { pixel, place }) =>
      sum + ((4 * areas[pixel]!) / alive) * stretchOf(plan.lens ?? straight, ...place),
    0,
  );
}

describe('the list of sensors', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'sensor.ts'].includes(name))
      .map((name) => name.replace('.ts', '').replace(/[A-Z]/g, (at) => `-${at.toLowerCase()}`));
    expect(sensors.map((each) => each.id).sort()).toEqual(files.sort());
    expect(sensors).toHaveLength(12);
  });

  it('names no two sensors alike, and has something in each group', () => {
    for (const names of [sensors.map((each) => each.id), sensors.map((each) => each.label)]) {
      expect(new Set(names).size).toBe(names.length);
    }
    const used = new Set(sensors.map((each) => each.group));
    expect([...used].sort()).toEqual(sensorGroups.map((each) => each.id).sort());
  });

  it('says which there are when asked for another', () => {
    expect(() => findSensor('pinhole')).toThrow('fish-eye');
  });
});

describe.each(sensors.map((each) => [each.id, each] as const))('%s', (id, sensor) => {
  it('says what it is and whence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [sensor.label, sensor.summary, sensor.reference]) {
      expect(text.trim()).not.toBe('');
    }
    const options = Object.values(sensor.options);
    for (const option of options) expect(option.help).toMatch(/\.$/);
    expect(new Set(options.map((option) => option.label)).size).toBe(options.length);
  });

  it('has legal defaults and a legal example, which show something', () => {
    for (const [name, value] of Object.entries(sensor.example)) {
      expect(faultOf(sensor.options[name]!, value)).toBeUndefined();
    }
    for (const size of sizes) {
      expect(sensor.fault?.(defaultsOf(sensor.options), size)).toBeUndefined();
    }
    for (const size of sizes.slice(0, 2)) {
      const options = readOptions(sensor.options, sensor.example, sensor.label);
      expect(sensor.fault?.(options, size)).toBeUndefined();
      expect(seenBy(planOf(sensor, sensor.example, size)).length).toBeGreaterThan(0);
    }
  });

  it.each(sizes)('has its pixels in order at its extremes, $height × $width', (size) => {
    let plans = 0;
    for (const options of settings(sensor)) {
      const read = readOptions(sensor.options, options, sensor.label);
      const fault = sensor.fault?.(read, size);
      if (fault !== undefined) {
        expect(fault).toMatch(/^[^;]+; [^;]+$/);
        continue;
      }
      plans += 1;
      const plan = sensor.plan(read, size, random.stream('test/sensor'));
      const pixels = plan.places.length / 2;
      expect(pixels).toBeGreaterThanOrEqual(1);
      expect(plan.places.every((at) => Math.abs(at) < 1)).toBe(true);
      if (plan.lattice) {
        const grid = gridCoords(plan.lattice.height, plan.lattice.width);
        expect(plan.places).toHaveLength(grid.length);
        expect(plan.places.every((at, i) => at === grid[i])).toBe(true);
      }
      if (plan.areas) {
        expect(plan.areas).toHaveLength(pixels);
        expect(plan.areas.every((area) => area > 0)).toBe(true);
      }
      if (plan.dead) expect(plan.dead).toHaveLength(pixels);
    }
    expect(plans).toBeGreaterThan(0);
  });

  it('sees something wherever it finds no fault, each pixel some area', () => {
    for (const options of settings(sensor)) {
      const read = readOptions(sensor.options, options, sensor.label);
      const size = sizes[0]!;
      if (sensor.fault?.(read, size) !== undefined) continue;
      const plan = sensor.plan(read, size, random.stream('test/sensor'));
      const seen = seenBy(plan);
      expect(seen.length).toBeGreaterThan(0);
      const { lens = straight } = plan;
      expect(seen.every(({ place }) => stretchOf(lens, ...place) > 0)).toBe(true);
    }
  });

  it('is the same for the same stream', () => {
    const plans = [1, 2].map(() => planOf(sensor, sensor.example, sizes[0]!));
    const [first, second] = plans.map(({ places, areas, dead, lattice, lens = straight }) => ({
      ...{ places, areas, dead, lattice },
      looks: [lens(0.1, 0.2), lens(-0.7, 0.9)],
    }));
    expect(first).toEqual(second);
  });

  it('has a lens with an inverse on what it sees', () => {
    for (const size of [sizes[0]!, { height: 20, width: 32, channels: 1 }]) {
      const read = readOptions(sensor.options, sensor.example, sensor.label);
      const options = sensor.fault?.(read, size) === undefined ? sensor.example : {};
      const { lens = straight, ...plan } = planOf(sensor, options, size);
      const back = invertMap(lens);
      const seen = seenBy({ ...plan, lens }).filter((_, i) => i % 7 === 0);
      expect(seen.length).toBeGreaterThan(5);
      for (const { place, look } of seen) {
        const found = back(...look);
        // An angle has two names where a strip's ends meet.
        const around = Math.abs(Math.sin((Math.PI * (found[0] - place[0])) / 2));
        expect(around).toBeLessThan(1e-6);
        expect(found[1]).toBeCloseTo(place[1], 6);
      }
    }
  });
});

const neutral = sensors.filter(({ id }) => !['hexagonal', 'log-polar', 'sphere'].includes(id));
describe.each(neutral.map((each) => [each.id, each] as const))('%s', (_, sensor) => {
  it.each(sizes)('looks straight ahead at its defaults, $height × $width', (size) => {
    const plan = planOf(sensor, {}, size);
    const count = plan.places.length / 2;
    expect(seenBy(plan)).toHaveLength(count);
    const aside = seenBy(plan).filter(
      ({ place, look }) => look[0] !== place[0] || look[1] !== place[1],
    );
    expect(aside).toEqual([]);
    expect(areaSeen(plan)).toBeCloseTo(4, 5);
  });
});

/** Share of the image that a sensor sees, by formula or by counting 10⁶ places of the image. */
function shareWhere(sees: (x: number, y: number) => boolean): number {
  const side = 1000;
  const grid = gridCoords(side, side);
  let seen = 0;
  for (let i = 0; i < grid.length; i += 2) if (sees(grid[i]!, grid[i + 1]!)) seen += 1;
  return seen / side ** 2;
}

describe('areas times stretch', () => {
  const large = { height: 120, width: 120, channels: 1 };
  const wide = { height: 60, width: 84, channels: 1 }; // edges at 1 and 1.4
  const whole = () => 1;
  const ring = (outer: number, { width, height }: ImageSize) =>
    shareWhere((x, y) => {
      const shorter = Math.min(width, height);
      const radius = Math.hypot((x * width) / shorter, (y * height) / shorter);
      return radius < outer && radius > 0.05;
    });
  // The southern half of the sphere reaches 2.001 / 1.001 on the plane, the longer side 1.5.
  const hemisphere = ({ width, height }: ImageSize) =>
    shareWhere((x, y) => {
      const longer = Math.max(width, height);
      return Math.hypot((x * width) / longer, (y * height) / longer) < 2.001 / 1.001 / 1.5;
    });

  it.each<[string, OptionRecord, (size: ImageSize) => number]>([
    ['resolution', { side: 14 }, whole],
    ['random-subset', { share: 0.3 }, whole],
    ['foveated', { strength: 2, side: 112 }, whole],
    ['foveated', { strength: 4, side: 112 }, whole],
    ['two-resolutions', { coarse: 9, fine: 31 }, whole],
    ['two-resolutions', { coarse: 9, fine: 31, region: 'centre' }, whole],
    ['hexagonal', { side: 60 }, whole],
    ['log-polar', { rings: 112, wedges: 256, outer: 1 }, (size) => ring(1, size)],
    ['log-polar', { rings: 112, wedges: 256 }, (size) => ring(1.2, size)],
    ['fish-eye', { fieldOfView: 120 }, whole],
    ['fish-eye', { fieldOfView: 120, model: 'stereographic' }, whole],
    ['fish-eye', { fieldOfView: 120, model: 'equisolid' }, whole],
    ['opencv-fish-eye', { fieldOfView: 120, k1: -0.05 }, whole],
    ['brown-conrady', { k1: -0.3, k2: 0.1 }, whole],
    ['division', { lambda: -0.4 }, whole],
    ['cylinder', { turn: 150, span: 180 }, whole],
    ['sphere', { tip: 90, rows: 112, grid: 'wide' }, hemisphere],
    ['sphere', { rows: 112, grid: 'wide' }, hemisphere],
    ['sphere', { tip: 40, turn: 30, roll: -80, rows: 112, grid: 'wide' }, hemisphere],
  ])('sum to the area that is seen: %s %o', (id, options, share) => {
    for (const size of [large, wide]) {
      const found = areaSeen(planOf(findSensor(id), options, size)) / 4;
      expect(found / share(size), `${size.height} × ${size.width}`).toBeGreaterThan(0.98);
      expect(found / share(size), `${size.height} × ${size.width}`).toBeLessThan(1.02);
    }
  });
});
