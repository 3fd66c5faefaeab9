/**
 * The rows of pixel models as WGSL; dense rows, as tensorflowPixels.ts says. What is pooled or summed
 * is [images, places, width], so that no array is copied to bring its axes into order.
 */
import { pixelDenseSizes } from '../../../core/host/products.ts';
import type { Kernels, Pooling } from '../../../core/kernels.ts';
import type { PixelLayout } from '../../../core/pixels.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { entrywise, groupsFor, type RunProgram } from './programs.ts';
import { defineReduction, type Around, type Reduce } from './reductions.ts';

const pixelDense = entrywise({
  label: 'pixelDense',
  inputs: ['values', 'offset', 'slope'],
  outputs: ['result'],
  numbers: { places: 'u32', channels: 'u32', width: 'u32', perPlace: 'u32', relu: 'u32' },
  body: `
  let row = i / u.width;
  let column = i % u.width;
  let place = row % u.places;
  var z = offset[place * u.width + column];
  let first = place * u.perPlace * u.channels;
  for (var channel = 0u; channel < u.channels; channel++) {
    z += values[row * u.channels + channel] * slope[(first + channel) * u.width + column];
  }
  result[i] = select(z, 0.0, u.relu == 1 && z < 0);`,
});

/** Over rows, or over images where each place has a slope of its own; a column is (…, channel, i). */
const slopeGradient = defineReduction({
  label: 'pixelDense slope gradient',
  inputs: ['dz', 'values'],
  numbers: { channels: 'u32', width: 'u32' },
  entry: 'product(at, column / u.width, column % u.width)',
  functions: `
fn product(at: u32, lane: u32, i: u32) -> f32 {
  let lanes = u.inner / u.width;
  let row = at * (lanes / u.channels) + lane / u.channels;
  return values[row * u.channels + lane % u.channels] * dz[row * u.width + i];
}`,
  fold: 'sum',
});

/** dy [outer, inner] along [outer, length, inner], by the share that each entry of x had in y. */
const spread = entrywise({
  label: 'spread',
  inputs: ['dy', 'x', 'y'],
  outputs: ['result'],
  numbers: { length: 'u32', inner: 'u32', kind: 'u32' },
  body: `
  let at = i / (u.length * u.inner) * u.inner + i % u.inner;
  var share = 1.0;
  if (u.kind == 1) { share = select(0.0, 1.0, x[i] == y[at]); }
  if (u.kind == 2) { share = exp(x[i] - y[at]); }
  result[i] = dy[at] * share;`,
});
const kinds: Readonly<Record<Pooling, number>> = { sum: 0, max: 1, logSumExp: 2 };

function expectDense({ kind }: PixelLayout): void {
  if (kind !== 'dense') throw new Error('this backend takes dense pixel rows');
}

const aroundPlaces = ({ images, places }: PixelLayout, width: number): Around => ({
  outer: images,
  length: places,
  inner: width,
});

type Pixelwise = Pick<
  Kernels,
  'pixelDense' | 'pixelDenseGradient' | 'poolPixels' | 'poolPixelsGradient' | 'maxGradient'
>;
type Others = Pick<Kernels, 'tidy' | 'reshape' | 'binary' | 'unary'>;

export function pixelKernels(
  run: RunProgram,
  { reduce, sum, max }: Reduce,
  { tidy, reshape, binary, unary }: Others,
): Pixelwise {
  const poolPixels: Kernels['poolPixels'] = (x, layout, pooling) => {
    expectDense(layout);
    const width = x.shape[1]!;
    const around = aroundPlaces(layout, width);
    const { images, places } = layout;
    if (pooling !== 'logSumExp') {
      return tidy(() => reshape((pooling === 'sum' ? sum : max)(x, around), [images, width]));
    }
    return tidy(() => {
      const largest = max(x, around);
      const rows = reshape(x, [images, places, width]);
      const below = binary('sub', rows, reshape(largest, [images, 1, width]));
      const total = sum(unary('exp', below), around);
      return reshape(binary('add', largest, unary('log', total)), [images, width]);
    });
  };

  return {
    pixelDense(values, offset, slope, layout, activation) {
      expectDense(layout);
      const { channels, width, slopePerPlace } = pixelDenseSizes(values.shape, slope.shape);
      const relu = Number(activation === 'relu');
      const perPlace = Number(slopePerPlace);
      return run(pixelDense, {
        inputs: [values, offset, slope],
        outputs: [[layout.rows, width]],
        numbers: { places: layout.places, channels, width, perPlace, relu },
        workgroups: groupsFor(layout.rows * width),
      })[0]!;
    },
    pixelDenseGradient(dz, values, slopeShape, layout) {
      expectDense(layout);
      const { images, places, rows } = layout;
      const { channels, width, slopePerPlace } = pixelDenseSizes(values.shape, slopeShape);
      return tidy(() => {
        const inner = sizeOf(slopeShape);
        const around = { outer: 1, length: slopePerPlace ? images : rows, inner };
        const slope = reduce(slopeGradient, [dz, values], around, { channels, width });
        const offset = sum(dz, { outer: 1, length: images, inner: places * width });
        return { offset: reshape(offset, [places, width]), slope: reshape(slope, slopeShape) };
      });
    },
    poolPixels,
    poolPixelsGradient(dy, x, y, layout, pooling) {
      expectDense(layout);
      const { length, inner } = aroundPlaces(layout, x.shape[1]!);
      return run(spread, {
        inputs: [dy, x, y],
        outputs: [x.shape],
        numbers: { length, inner, kind: kinds[pooling] },
        workgroups: groupsFor(sizeOf(x.shape)),
      })[0]!;
    },
    maxGradient(upstream, x, y) {
      const axis = Math.max(
        0,
        x.shape.findIndex((length, i) => length !== y.shape[i]),
      );
      // Where no axis shrank, the maximum is over a length of 1.
      const length = sizeOf(x.shape) / sizeOf(y.shape);
      return run(spread, {
        inputs: [upstream, x, y],
        outputs: [x.shape],
        numbers: { length, inner: sizeOf(x.shape.slice(axis + 1)), kind: kinds.max },
        workgroups: groupsFor(sizeOf(x.shape)),
      })[0]!;
    },
  };
}
