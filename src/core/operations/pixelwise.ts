/** Operations on the rows of a pixel model (core/pixels.ts), each beside its gradient. */
import type { Kernels } from '../kernels.ts';
import type { Ops } from '../ops.ts';
import { expectShape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';
import { beforeActivation } from './layers.ts';

type Pixelwise = Pick<Ops, 'pixelDense' | 'spreadPlaces' | 'spreadImages' | 'poolPixels'>;

export function pixelOps(
  kernels: Kernels,
  record: Record,
  { constant }: Pick<Ops, 'constant'>,
): Pixelwise {
  const pixelDense = createPixelDense(kernels, record);
  return {
    pixelDense,
    // A layer without slope, on black pixels: what is left is the offset of each row's place.
    spreadPlaces(x, layout) {
      const width = x.shape[1]!;
      const black = constant(new Float32Array(layout.rows), [layout.rows, 1]);
      return pixelDense(black, x, constant(new Float32Array(width), [1, width]), layout);
    },
    spreadImages(tensor, layout) {
      const x = nodeOf(tensor);
      const { images, places, rows } = layout;
      const width = x.shape[1]!;
      expectShape('images to spread', x.shape, [images, -1]);
      if (layout.kind !== 'dense') {
        throw new Error('spreadImages takes a dense layout: shared rows belong to no one image');
      }
      const spread = kernels.tidy(() => {
        const apart = kernels.reshape(x.array, [images, 1, width]);
        return kernels.reshape(kernels.broadcast(apart, [images, places, width]), [rows, width]);
      });
      return record(spread, [x], (upstream) => [
        kernels.tidy(() => {
          const byImage = kernels.reshape(upstream, [images, places, width]);
          return kernels.reshape(kernels.sum(byImage, [1]), x.shape);
        }),
      ]);
    },
    poolPixels(tensor, layout, pooling) {
      const x = nodeOf(tensor);
      expectShape('rows to pool', x.shape, [layout.rows, -1]);
      const y = kernels.poolPixels(x.array, layout, pooling);
      return record(y, [x], (upstream) => [
        kernels.poolPixelsGradient(upstream, x.array, y, layout, pooling),
      ]);
    },
  };
}

function createPixelDense(kernels: Kernels, record: Record): Ops['pixelDense'] {
  return (valuesTensor, offsetTensor, slopeTensor, layout, activation = 'linear') => {
    const values = nodeOf(valuesTensor);
    const offset = nodeOf(offsetTensor);
    const slope = nodeOf(slopeTensor);
    const width = offset.shape[1]!;
    const channels = values.shape[1]!;
    expectShape('values', values.shape, [layout.rows, channels]);
    expectShape('offset', offset.shape, [layout.places, width]);
    const perPlace = slope.shape.length === 3 ? [layout.places] : [];
    expectShape('slope', slope.shape, [...perPlace, channels, width]);
    if (values.moves) throw new Error('pixelDense takes no gradient for its values');
    const y = kernels.pixelDense(values.array, offset.array, slope.array, layout, activation);
    return record(y, [values, offset, slope], (upstream) =>
      kernels.tidy(() => {
        const dz = beforeActivation(kernels, upstream, y, activation);
        const gradient = kernels.pixelDenseGradient(dz, values.array, slope.shape, layout);
        return [
          undefined,
          offset.moves ? gradient.offset : undefined,
          slope.moves ? gradient.slope : undefined,
        ];
      }),
    );
  };
}
