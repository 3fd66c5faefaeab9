/** Rows of pixel models at sizes at which blocks of places, chunks and threads come into play. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHostKernels } from '../../../core/hostKernels.ts';
import type { DeviceArray, HostArray, Kernels, Pooling } from '../../../core/kernels.ts';
import { denseLayout, sparseLayout, type PixelLayout } from '../../../core/pixels.ts';
import { createRandom } from '../../../core/random.ts';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import { createWasmKernels } from './kernels.ts';
import { openModule, type WasmModule } from './module.ts';

const modules: WasmModule[] = [];
let alone: Kernels;
let together: Kernels;
let plain: Kernels;
const reference = createHostKernels('float64');

beforeAll(async () => {
  modules.push(await openModule(1), await openModule(3), await openModule(2, ['plain']));
  [alone, together, plain] = modules.map(createWasmKernels) as [Kernels, Kernels, Kernels];
});
afterAll(() => modules.forEach((module) => module.close()));

const IMAGES = 9;
/** Not a whole number of blocks. */
const PLACES = 115;

/** A black image, a full one, and images that are lit in one stretch or here and there. */
function drawImages(channels: number): Float32Array {
  const random = createRandom(6).stream('test/images');
  const values = new Float32Array(IMAGES * PLACES * channels);
  for (let image = 1; image < IMAGES; image++) {
    for (let place = 0; place < PLACES; place++) {
      const pixel = image * PLACES + place;
      const inStretch = place > 10 * image && place < 10 * image + 30;
      const lit = image === 1 || (image % 2 === 0 ? inStretch : random.uniform(pixel) < 0.3);
      if (!lit) continue;
      for (let channel = 0; channel < channels; channel++) {
        values[pixel * channels + channel] = (1 + random.integer(pixel + 7 * channel, 4)) / 5;
      }
    }
  }
  return values;
}

function layoutsOf(channels: number): [string, { layout: PixelLayout; values: Float32Array }][] {
  const values = drawImages(channels);
  const one = values.subarray(3 * PLACES * channels, 4 * PLACES * channels);
  const sizes = { places: PLACES, channels };
  return [
    ['sparse', sparseLayout(values, { images: IMAGES, ...sizes })],
    ['sparse, one image', sparseLayout(one, { images: 1, ...sizes })],
    ['dense', { layout: denseLayout(IMAGES, PLACES), values }],
  ];
}

type Compute = (kernels: Kernels, given: readonly DeviceArray[]) => readonly DeviceArray[];
type Input = { readonly shape: Shape; readonly values: HostArray };

const draw = (name: string, shape: Shape, scale = 1): Input => {
  const values = createRandom(5).stream(`test/${name}`).uniforms(sizeOf(shape), -scale, scale);
  return { shape, values };
};

async function computed(kernels: Kernels, inputs: readonly Input[], compute: Compute) {
  const before = kernels.count();
  const given = inputs.map(({ values, shape }) => kernels.fromHost(values, shape));
  const made = compute(kernels, given);
  const found: HostArray[] = [];
  for (const array of made) found.push(await kernels.read(array));
  [...given, ...made].forEach(kernels.dispose);
  expect(kernels.count()).toBe(before);
  return found;
}

function expectClose(found: HostArray, expected: HostArray, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  let top = 1e-3;
  let worst = 0;
  expected.forEach((value, i) => {
    top = Math.max(top, Math.abs(value));
    const off = Math.abs(value - found[i]!);
    if (!(off <= worst)) worst = off; // a NaN stays
  });
  expect(worst / top).toBeLessThan(tolerance);
}

function expectSame(found: readonly HostArray[], expected: readonly HostArray[]): void {
  const same = found.map((array, i) => array.every((value, at) => value === expected[i]![at]));
  expect(same).toEqual(expected.map(() => true));
}

/** Near float64; the same bits on one thread, on three, and again; near the build without fusing. */
async function expectRight(inputs: readonly Input[], compute: Compute, tolerance = 2e-6) {
  const expected = await computed(reference, inputs, compute);
  expect(expected.some((array) => array.some((value) => value !== 0))).toBe(true);
  const found = await computed(alone, inputs, compute);
  found.forEach((array, i) => expectClose(array, expected[i]!, tolerance));
  expectSame(await computed(together, inputs, compute), found);
  expectSame(await computed(alone, inputs, compute), found);
  const unfused = await computed(plain, inputs, compute);
  unfused.forEach((array, i) => expectClose(array, expected[i]!, tolerance));
}

const widths = [4, 7, 33, 70, 128];

describe('the first layer', () => {
  it.each([1, 3].flatMap((channels) => widths.map((width) => ({ channels, width }))))(
    'of $channels channels and width $width, and its gradient',
    async ({ channels, width }) => {
      for (const [, { layout, values }] of layoutsOf(channels)) {
        for (const slope of [
          draw('slope', [channels, width]),
          draw('slopes', [PLACES, channels, width]),
        ]) {
          const pixels = { values, shape: [layout.rows, channels] };
          const inputs = [pixels, draw('offset', [PLACES, width]), slope];
          for (const activation of ['linear', 'relu'] as const) {
            await expectRight(inputs, (kernels, [x, offset, slopes]) => [
              kernels.pixelDense(x!, offset!, slopes!, layout, activation),
            ]);
          }
          const dz = draw('dz', [layout.rows, width]);
          await expectRight([dz, pixels], (kernels, [upstream, x]) => {
            const back = kernels.pixelDenseGradient(upstream!, x!, slope.shape, layout);
            return [back.offset, back.slope];
          });
        }
      }
    },
  );
});

const poolAndBack =
  (layout: PixelLayout, pooling: Pooling): Compute =>
  (kernels, [x, dy]) => {
    const y = kernels.poolPixels(x!, layout, pooling);
    return [y, kernels.poolPixelsGradient(dy!, x!, y, layout, pooling)];
  };

describe('pooling and its gradient', () => {
  const poolings: Pooling[] = ['sum', 'max', 'logSumExp'];
  it.each(poolings.flatMap((pooling) => widths.map((width) => ({ pooling, width }))))(
    'by $pooling at width $width',
    async ({ pooling, width }) => {
      for (const [, { layout }] of layoutsOf(1)) {
        const inputs = [draw('x', [layout.rows, width], 3), draw('dy', [layout.images, width])];
        await expectRight(inputs, poolAndBack(layout, pooling));
      }
    },
  );

  /** What a thread's scratch memory holds at most; beyond it the plain loops take over. */
  it.each([
    { places: 35, width: 2 ** 14 },
    { places: 2 ** 17, width: 4 },
    { places: 3, width: 2 ** 14 + 1 },
  ])('of $places places at width $width', async ({ places, width }) => {
    const lit = createRandom(7)
      .stream('test/lit')
      .uniforms(2 * places, 0, 1);
    const values = Float32Array.from(lit, (value) => (value < 0.3 ? value : 0));
    const { layout } = sparseLayout(values, { images: 2, places, channels: 1 });
    const inputs = [draw('x', [layout.rows, width]), draw('dy', [2, width])];
    for (const pooling of poolings) {
      // Sums of many thousand numbers of either sign lose digits.
      await expectRight(inputs, poolAndBack(layout, pooling), 2e-5);
    }
  });

  it.each([20, 80, 1000])('by logSumExp of latents up to ±%d', async (scale) => {
    for (const [, { layout }] of layoutsOf(1)) {
      const inputs = [draw('x', [layout.rows, 33], scale), draw('dy', [layout.images, 33])];
      // A share is exp of a difference that float32 holds to scale · 6e-8.
      await expectRight(inputs, poolAndBack(layout, 'logSumExp'), 2e-6 + 1e-6 * scale);
    }
  });

  it('by logSumExp where one image lies far below the others, in some features', async () => {
    const { layout } = layoutsOf(1)[0]![1];
    const x = draw('x', [layout.rows, 33]);
    const full = new Set(layout.members.subarray(layout.firstMember[1], layout.firstMember[2]));
    const raised = x.values.map((value, i) =>
      i % 33 > 20 && !full.has(Math.floor(i / 33)) ? value + 500 : value,
    );
    const inputs = [{ ...x, values: raised }, draw('dy', [layout.images, 33])];
    await expectRight(inputs, poolAndBack(layout, 'logSumExp'), 1e-4);
  });

  it('by max gives each entry of an image to one row that holds it, also where all tie', async () => {
    for (const [, { layout }] of layoutsOf(1)) {
      const x = { shape: [layout.rows, 7], values: new Float32Array(7 * layout.rows).fill(2) };
      const ones = {
        shape: [layout.images, 7],
        values: new Float32Array(7 * layout.images).fill(1),
      };
      const [y, back] = await computed(together, [x, ones], poolAndBack(layout, 'max'));
      expect(new Set(y)).toEqual(new Set([2]));
      for (let column = 0; column < 7; column++) {
        const given = Array.from(back!).filter((_, i) => i % 7 === column);
        expect(given.reduce((sum, value) => sum + value, 0)).toBe(layout.images);
      }
    }
  });

  it.each(poolings)(
    'by %s carries a NaN to the images that have it, and to no other',
    async (pooling) => {
      const { layout } = layoutsOf(1)[0]![1];
      const black = layout.rows - PLACES;
      const members = (image: number) =>
        layout.members.subarray(layout.firstMember[image], layout.firstMember[image + 1]);
      for (const row of [members(2)[0]!, black, layout.rows - 1, black + 50]) {
        const x = draw('x', [layout.rows, 33]);
        x.values[row * 33 + 31] = NaN;
        const compute: Compute = (kernels, [given]) => [
          kernels.poolPixels(given!, layout, pooling),
        ];
        const [found] = await computed(together, [x], compute);
        for (let image = 0; image < IMAGES; image++) {
          const own = members(image);
          const places = new Set([...own].map((each) => layout.placeOf[each]));
          const has = row < black ? own.includes(row) : !places.has(row - black);
          const expected = Array.from({ length: 33 }, (_, i) => has && i === 31);
          const isNaN = [...found!.subarray(33 * image, 33 * (image + 1))].map(Number.isNaN);
          expect(isNaN).toEqual(expected);
        }
      }
    },
  );
});
