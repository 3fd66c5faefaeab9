/** What models receive through a viewing, and what they answer to it, against direct computations. */
import { describe, expect, it } from 'vitest';
import { coordinet } from '../architectures/coordinet.ts';
import { gridCoords } from '../core/coordinates.ts';
import { codeOf } from '../core/errors.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { areaOnSurface } from '../core/surface.ts';
import type { SystemChoice } from '../core/system.ts';
import { applyTransforms } from '../transforms/index.ts';
import { answersOf } from './answers.ts';
import { createModel, type PixelView } from './model.ts';
import { createPresenter, sensePictures, type Presented } from './presenting.ts';
import { plainViewing, type Viewing } from './viewing.ts';

const SIDE = 12;
const PIXELS = SIDE * SIDE;
const COUNT = 3;
const size = { height: SIDE, width: SIDE, channels: 1 };
const choice = (id: string, options: SystemChoice['options'] = {}): SystemChoice => ({
  id,
  options,
});

/** Images of whole levels, a third of their pixels black. */
function drawImages(pixels = PIXELS, channels = 1): Float32Array {
  const stream = createRandom(4).stream('test/images');
  return Float32Array.from(
    { length: COUNT * pixels * channels },
    (_, i) => Math.max(0, stream.integer(i, 384) - 128) / 255,
  );
}
const values = drawImages();

const told = (changes: readonly SystemChoice[], sensor: SystemChoice | null = null): Viewing => ({
  ...plainViewing,
  changes,
  sensor,
  told: true,
});
const rotation = (angle: number) => choice('rotation', { angle });
const pixelsOf = (viewing: Viewing, images = values): Presented =>
  createPresenter(viewing, size, { reads: 'pixels' }).present(images, 0);
const gridOf = (viewing: Viewing, images = values): Presented =>
  createPresenter(viewing, size, { reads: 'grid' }).present(images, 0);

const kernels = createHostKernels('float64');
const encoding = choice('gaussian-fourier', { waves: 4, bandwidth: 0.5 });

function weightsOf(options: OptionRecord, surface?: 'sphere') {
  const architecture = {
    id: 'coordinet',
    options: { width: 8, headWidth: 8, heads: 2, ...options },
  };
  const model = createModel(
    { architecture, encoding },
    { ...size, outputs: 4, ...(surface && { surface }) },
  );
  const random = createRandom(5);
  const parameters = new Map(
    model.parameters.map((each) => [
      each.name,
      kernels.fromHost(Float64Array.from(initialise(each, random.stream(each.name))), each.shape),
    ]),
  );
  return { model, parameters };
}

const poolings = coordinet.options.pooling.choices.map(({ value }) => value);

async function expectSameAnswers(
  pooling: string,
  [a, b]: readonly [Presented, Presented],
  tolerance: number,
): Promise<void> {
  const weights = weightsOf({ pooling });
  const [found, expected] = [
    await answersOf(kernels, weights, a.values, COUNT, a.view),
    await answersOf(kernels, weights, b.values, COUNT, b.view),
  ];
  const top = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(tolerance * top);
  });
  // Answers that differ between images, so that equal ones say something.
  expect(Math.abs(expected[0]! - expected[4]!)).toBeGreaterThan(100 * tolerance * top);
}

/** Places and values in the order of rows, then columns. */
function sorted({ values: shown, view }: Presented, image: number): [number, number, number][] {
  const { coords } = view!;
  const places = coords.length / 2;
  return Array.from({ length: places }, (_, place): [number, number, number] => [
    Math.fround(coords[2 * place + 1]!),
    Math.fround(coords[2 * place]!),
    shown[image * places + place]!,
  ]).sort(([y, x], [otherY, otherX]) => (Math.abs(y - otherY) > 1e-3 ? y - otherY : x - otherX));
}

describe('a plain viewing', () => {
  it.each(['pixels', 'grid'] as const)('shows %s the images as they are', (reads) => {
    const shown = createPresenter(plainViewing, size, { reads }).present(values, 0);
    expect(shown).toEqual({ values });
  });

  it('rounds to the nearest of 256 levels', () => {
    const between = Float32Array.from(values, (_, i) => (i + 0.4) / COUNT / PIXELS);
    const { values: shown } = pixelsOf(plainViewing, between);
    between.forEach((value, i) =>
      expect(shown[i]).toBe(Math.fround(Math.round(255 * value) / 255)),
    );
  });
});

describe('a model of pixels that is told', () => {
  it('of a quarter turn receives the upright pixels at their places', () => {
    const shown = pixelsOf(told([rotation(90)]));
    expect(shown.view!.weights!.every((weight) => Math.abs(weight - 1) < 1e-6)).toBe(true);
    const grid = gridCoords(SIDE, SIDE);
    for (let image = 0; image < COUNT; image++) {
      sorted(shown, image).forEach(([y, x, value], place) => {
        expect(x).toBeCloseTo(grid[2 * place]!, 6);
        expect(y).toBeCloseTo(grid[2 * place + 1]!, 6);
        expect(value).toBe(values[image * PIXELS + place]);
      });
    }
  });

  it.each(poolings)('of a quarter turn answers as to upright images: %s', (pooling) =>
    expectSameAnswers(pooling, [pixelsOf(told([rotation(90)])), { values }], 1e-6),
  );

  it.each(poolings)('of as many pixels as there are answers as if it were not: %s', (pooling) => {
    const same = pixelsOf(told([], choice('resolution', { side: SIDE })));
    expect(same.values).toEqual(values);
    return expectSameAnswers(pooling, [same, { values }], 1e-6);
  });

  it.each(poolings.filter((pooling) => pooling !== 'max'))(
    'sums with areas as an integral: %s',
    async (pooling) => {
      // Four equal pixels of a quarter of the area, at one place, are the pixel.
      const { model, parameters } = weightsOf({ pooling });
      const coords = gridCoords(SIDE, SIDE);
      const four = <Array extends Float32Array>(array: Array, width: number, per = 1) =>
        Float32Array.from({ length: 4 * array.length }, (_, i) => {
          const [row, within] = [Math.floor(i / width), i % width];
          const rows = array.length / width / per;
          const own = Math.floor(row / (4 * rows)) * rows + Math.floor((row % (4 * rows)) / 4);
          return array[own * width + within]!;
        });
      const view: PixelView = {
        coords: four(coords, 2),
        weights: new Float32Array(4 * PIXELS).fill(0.25),
      };
      const quartered = four(values, 1, COUNT);
      const found = await answersOf(kernels, { model, parameters }, quartered, COUNT, view);
      const expected = await answersOf(kernels, { model, parameters }, values, COUNT);
      expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 8));
    },
  );

  it('is spared dead pixels, and their share of the image goes to the others', () => {
    const sensor = choice('random-subset', { share: 0.25 });
    const shown = pixelsOf(told([], sensor));
    const blind = pixelsOf({ ...plainViewing, sensor });
    const places = shown.view!.coords.length / 2;
    expect(places).toBe(PIXELS / 4);
    expect([...shown.view!.weights!]).toEqual(Array.from({ length: places }, () => 4));
    expect(blind.view!.coords).toEqual(gridCoords(SIDE, SIDE));
    const living = new Map(
      Array.from({ length: places }, (_, place) => [
        shown.view!.coords.subarray(2 * place, 2 * place + 2).join(),
        place,
      ]),
    );
    expect(living.size).toBe(places);
    for (let image = 0; image < COUNT; image++) {
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        const key = gridCoords(SIDE, SIDE)
          .subarray(2 * pixel, 2 * pixel + 2)
          .join();
        const place = living.get(key);
        const value = blind.values[image * PIXELS + pixel];
        expect(value).toBe(place === undefined ? 0 : values[image * PIXELS + pixel]);
        if (place !== undefined) expect(shown.values[image * places + place]).toBe(value);
      }
    }
  });

  it('covers the image with areas, and black where nothing looks', () => {
    // Half of the image is beyond the sensor's right edge.
    const shown = pixelsOf(told([choice('shift', { x: SIDE / 2 })]));
    const { coords, weights } = shown.view!;
    const places = coords.length / 2;
    expect(places).toBe(PIXELS);
    const total = weights!.reduce((sum, weight) => sum + weight, 0);
    expect(total).toBeCloseTo(PIXELS, 3);
    for (let place = 0; place < places; place++) {
      if (coords[2 * place]! < 0) continue; // seen
      expect(shown.values[place]).toBe(0);
    }
    expect(shown.values.some((value) => value > 0)).toBe(true);
  });

  it('of something else than the truth receives what is assumed', () => {
    const truth = told([rotation(90)]);
    const assumed = { changes: [rotation(180)], sensor: null };
    const shown = pixelsOf({ ...truth, assumed });
    expect(shown.view).toEqual(pixelsOf(told([rotation(180)])).view);
    expect(shown.values).toEqual(pixelsOf({ ...truth, assumed }).values);
    expect(shown.values).toEqual(pixelsOf({ ...truth, told: false }).values);
  });

  it('has weights only where they are asked for', () => {
    const viewing = told([rotation(30)]);
    expect(pixelsOf(viewing).view!.weights).toBeDefined();
    expect(pixelsOf({ ...viewing, weighted: false }).view!.weights).toBeUndefined();
  });
});

describe('a model of grids', () => {
  it('that is told of a quarter turn receives the upright image', () => {
    expect(gridOf(told([rotation(90)])).values).toEqual(values);
    expect(gridOf({ ...plainViewing, changes: [rotation(90)] }).values).not.toEqual(values);
  });

  it('that is told of a fish-eye receives smooth images straightened, as far as it sees', () => {
    const smooth = Float32Array.from(
      gridCoords(SIDE, SIDE).filter((_, i) => i % 2 === 0),
      (x) => 0.5 + x / 2,
    );
    const sensor = choice('fish-eye', { fieldOfView: 140 });
    const { values: straight } = gridOf(told([], sensor), smooth);
    const { values: bent } = gridOf({ ...plainViewing, sensor }, smooth);
    const middle = Array.from({ length: PIXELS }, (_, pixel) => pixel).filter((pixel) => {
      const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
      return Math.min(row, column) > 1 && Math.max(row, column) < SIDE - 2;
    });
    const worst = (found: Float32Array) =>
      Math.max(...middle.map((pixel) => Math.abs(found[pixel]! - smooth[pixel]!)));
    expect(worst(straight)).toBeLessThan(0.03);
    expect(worst(bent)).toBeGreaterThan(0.1);
  });

  it('that is not told of a resolution receives the sensor’s picture resampled to its grid', () => {
    const flat = new Float32Array(PIXELS).fill(0.6);
    const sensor = choice('resolution', { side: 5 });
    const shown = gridOf({ ...plainViewing, sensor }, flat);
    expect(shown.values).toHaveLength(PIXELS);
    expect(shown.values.every((value) => value === Math.fround(153 / 255))).toBe(true);
  });
});

describe('images with draws of their own', () => {
  const ranged: Viewing = {
    ...told([]),
    changes: [{ ...rotation(-40), to: { angle: 40 } }],
  };

  it('are changed alike, alone or among others, and as one told of its own turn', () => {
    const all = createPresenter({ ...ranged, told: false }, size, { reads: 'grid' });
    const whole = all.present(values, 7).values;
    const alone = createPresenter(ranged, size, { reads: 'pixels' });
    expect([all.together, alone.together]).toEqual([true, false]);
    const views = Array.from({ length: COUNT }, (_, image) => {
      const own = values.subarray(image * PIXELS, (image + 1) * PIXELS);
      expect(all.present(own, 7 + image).values).toEqual(
        whole.slice(image * PIXELS, (image + 1) * PIXELS),
      );
      return alone.present(own, 7 + image).view!.coords;
    });
    expect(views[0]).not.toEqual(views[1]);
  });

  it('are straightened each by its own turn', () => {
    // In a smooth image what a turn and its inverse leave is small; another's inverse is not.
    const smooth = Float32Array.from({ length: COUNT * PIXELS }, (_, i) => {
      const [x, y] = gridCoords(SIDE, SIDE).subarray(2 * (i % PIXELS), 2 * (i % PIXELS) + 2);
      return Math.exp(-6 * ((x! - 0.3) ** 2 + y! ** 2));
    });
    const difference = (viewing: Viewing) => {
      const { values: shown } = gridOf(viewing, smooth);
      return Math.max(...shown.map((value, i) => Math.abs(value - smooth[i]!)));
    };
    expect(difference(ranged)).toBeLessThan(0.12);
    expect(difference({ ...ranged, told: false })).toBeGreaterThan(0.2);
  });
});

describe('channels', () => {
  it('stay together, whoever reads them', () => {
    const coloured = { ...size, channels: 3 };
    const images = drawImages(PIXELS, 3);
    const seen = applyTransforms(images, coloured, [rotation(90)], createRandom(0));
    const show = (reads: 'pixels' | 'grid', viewing: Viewing) =>
      createPresenter(viewing, coloured, { reads }).present(images, 0);
    expect(show('grid', told([rotation(90)])).values).toEqual(images);
    const { values: shown } = show('pixels', told([rotation(90)]));
    shown.forEach((value, i) => expect(value).toBeCloseTo(seen[i]!, 2));
  });
});

describe('on a sphere', () => {
  const density = (x: number, y: number) => areaOnSurface('sphere', x, y);

  it('pixels count for their area: of the grid, of a sensor, told or not', async () => {
    const weights = weightsOf({ pooling: 'sum' }, 'sphere');
    const sensor = choice('resolution', { side: SIDE });
    const answers = (viewing: Viewing) => {
      const shown = createPresenter(viewing, size, { reads: 'pixels', density }).present(values, 0);
      return answersOf(kernels, weights, shown.values, COUNT, shown.view);
    };
    const plain = await answers(plainViewing);
    for (const viewing of [told([], sensor), { ...plainViewing, sensor }]) {
      const found = await answers(viewing);
      plain.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
    }
    const onPlane = weightsOf({ pooling: 'sum' });
    const flat = await answersOf(kernels, onPlane, values, COUNT);
    expect(Math.abs(flat[0]! - plain[0]!)).toBeGreaterThan(0.01);
  });
});

describe('a viewing that cannot be', () => {
  const codeIn = (act: () => unknown): string | undefined => {
    try {
      act();
    } catch (error) {
      return codeOf(error);
    }
    return undefined;
  };

  it.each(['pixels', 'grid'] as const)('has no pixel for %s inside the image', (reads) => {
    const aside = choice('shift', { x: 14 });
    const away = told([aside, aside]);
    expect(codeIn(() => createPresenter(away, size, { reads }).present(values, 0))).toBe(
      'no-pixels',
    );
  });

  it('has images of another size', () => {
    const present = () => pixelsOf(plainViewing, values.subarray(1));
    expect(present).toThrow('not a multiple of 144');
  });
});

describe('pictures of what the sensor sees', () => {
  it('are the sensor’s own where it has rows and columns, else its nearest pixels', () => {
    const through = (id: string, options = {}) =>
      sensePictures({ ...plainViewing, sensor: choice(id, options) }, size, values, 0);
    expect(through('resolution', { side: 7 })).toMatchObject({ height: 7, width: 7 });
    expect(through('resolution', { side: SIDE }).values).toEqual(values);
    const hexagons = through('hexagonal');
    expect(hexagons.values).toHaveLength(COUNT * hexagons.height * hexagons.width);
    const seen = new Set(pixelsOf({ ...plainViewing, sensor: choice('hexagonal') }).values);
    expect(hexagons.values.every((value) => seen.has(value))).toBe(true);
  });
});
