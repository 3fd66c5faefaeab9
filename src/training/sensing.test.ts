/** Areas and grids that a sensor and a geometry come to, against closed forms. */
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import type { InverseMap } from '../core/geometry.ts';
import { findSensor } from '../sensors/index.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import { createRandom } from '../core/random.ts';
import { readOptions } from '../core/options.ts';
import { asItIs, straightened, tellPixels } from './sensing.ts';

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const size = { height: SIDE, width: SIDE, channels: 1 };
const straightAhead: InverseMap = (x, y) => [x, y];
const even: Parameters<typeof tellPixels>[3] = { weighted: true, density: () => 1 };

function planOf(id: string, options = {}): SensorPlan {
  const sensor = findSensor(id);
  const read = readOptions(sensor.options, options, sensor.label);
  return sensor.plan(read, size, createRandom(1).stream('test/sensing'));
}
const tell = (plan: SensorPlan, geometry = plan.lens ?? straightAhead, more = even) =>
  tellPixels(plan, geometry, size, more);
const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

describe('the weights of told pixels', () => {
  it.each([14, 28, 56])('are the areas of pixels, %i to a side', (side) => {
    const { view, pixelAt } = tell(planOf('resolution', { side }));
    expect(pixelAt).toHaveLength(side * side);
    for (const weight of view.weights!) expect(weight).toBeCloseTo(PIXELS / side ** 2, 5);
  });

  it.each([
    ['fish-eye', { fieldOfView: 120 }],
    ['fish-eye', { fieldOfView: 90, model: 'orthographic' }],
    ['two-resolutions', {}],
    ['hexagonal', {}],
    ['foveated', {}],
  ])('cover the image, black included: %s %j', (id, options) => {
    const { weights } = tell(planOf(id, options)).view;
    expect(Math.abs(sumOf(weights!) / PIXELS - 1)).toBeLessThan(0.05);
  });

  it('of an equidistant fish-eye grow from its middle as its formula says', () => {
    const fieldOfView = 120;
    const rim = (fieldOfView * Math.PI) / 360;
    const plan = planOf('fish-eye', { fieldOfView });
    const { view, pixelAt } = tell(plan);
    let checked = 0;
    pixelAt.forEach((pixel, place) => {
      if (pixel < 0) return;
      const [x, y] = [plan.places[2 * pixel]!, plan.places[2 * pixel + 1]!];
      const radius = Math.hypot(x, y);
      // r = tan(ρ θ') / tan θ': the area is r dr / (ρ dρ).
      const along = rim / Math.cos(radius * rim) ** 2 / Math.tan(rim);
      const across = Math.tan(radius * rim) / Math.tan(rim) / radius;
      expect(view.weights![place]! / (along * across)).toBeCloseTo(1, 4);
      checked++;
    });
    expect(checked).toBeGreaterThan(PIXELS / 2);
  });

  it('follow the density of area where they look', () => {
    const density = (x: number) => 1 + x / 2;
    const { view } = tell(planOf('resolution', { side: 14 }), straightAhead, { ...even, density });
    view.weights!.forEach((weight, place) => {
      expect(weight).toBeCloseTo(4 * density(view.coords[2 * place]!), 4);
    });
  });

  it('are never 0, so that a logarithm can be taken of them', () => {
    const none = tell(planOf('resolution'), straightAhead, { ...even, density: () => 0 });
    expect(Math.min(...none.view.weights!)).toBeGreaterThan(0);
  });
});

describe('pixels that look beyond the image', () => {
  it('are left out, and black is assumed where nobody looks', () => {
    const half: InverseMap = (x, y) => [x / 2, y / 2]; // the middle alone is seen
    const { view, pixelAt } = tell(planOf('resolution'), half);
    const black = [...pixelAt].flatMap((pixel, place) => (pixel < 0 ? [place] : []));
    expect(pixelAt).toHaveLength(PIXELS + (3 / 4) * PIXELS);
    expect(black).toHaveLength((3 / 4) * PIXELS);
    for (const place of black) {
      const [x, y] = view.coords.subarray(2 * place, 2 * place + 2);
      expect(Math.max(Math.abs(x!), Math.abs(y!))).toBeGreaterThan(0.5);
      expect(view.weights![place]).toBe(1);
    }
    const twice: InverseMap = (x, y) => [2 * x, 2 * y];
    const fewer = tell(planOf('resolution'), twice);
    expect(fewer.pixelAt).toHaveLength(PIXELS / 4);
    expect(Math.abs(sumOf(fewer.view.weights!) - PIXELS)).toBeLessThan(0.01);
  });
});

describe('a grid made of what a sensor saw', () => {
  const seenBy = ({ places }: SensorPlan): Float32Array =>
    Float32Array.from({ length: places.length / 2 }, (_, pixel) => places[2 * pixel]!);
  const ramp = gridCoords(SIDE, SIDE).filter((_, i) => i % 2 === 0);

  it('is the sensor’s own picture resampled, or its nearest pixels', () => {
    const finer = planOf('resolution', { side: 56 });
    asItIs(finer, size)(seenBy(finer), 1).forEach((value, i) =>
      expect(value).toBeCloseTo(ramp[i]!, 5),
    );
    const hexagonal = planOf('hexagonal');
    const spacing = 2 / Math.sqrt(hexagonal.places.length / 2);
    asItIs(hexagonal, size)(seenBy(hexagonal), 1).forEach((value, i) =>
      expect(Math.abs(value - ramp[i]!)).toBeLessThan(spacing),
    );
  });

  it('mends dead pixels with their nearest neighbours where it is told', () => {
    const plan = planOf('random-subset', { share: 0.5 });
    const seen = Float32Array.from({ length: PIXELS }, (_, pixel) => (plan.dead![pixel] ? 0 : 0.5));
    const mended = straightened(plan, straightAhead, size)(seen, 1);
    expect(mended.every((value) => value === 0.5)).toBe(true);
    expect([...asItIs(plan, size)(seen, 1)].filter((value) => value === 0).length).toBeGreaterThan(
      PIXELS / 3,
    );
  });

  it('is black where nothing looks', () => {
    const half: InverseMap = (x, y) => [x / 2, y / 2];
    const plan = planOf('resolution');
    const bright = new Float32Array(PIXELS).fill(1);
    const shown = straightened(plan, half, size)(bright, 1);
    expect(sumOf(shown)).toBe(PIXELS / 4);
  });
});
