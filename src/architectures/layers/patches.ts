/**
 * An image as patches: squares side by side, row by row, each read as one vector and embedded.
 *
 *   grid [batch, height, width, channels]
 *     -> [batch, tokens, patch * patch * channels]
 *     -> dense [batch, tokens, width]
 *
 * The bias starts as PyTorch draws it and not at 0. A black patch would else be a row of zeros, where
 * the slope of a layer norm is 1 / √1e-5 = 316; in an image that is black all over the gradient gains
 * that in every norm on its way back, and a deep network's is beyond float32.
 *
 * Dosovitskiy et al. 2020, arXiv:2010.11929.
 */
import { integer } from '../../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { linearWeight, type ParameterSpec } from '../../core/parameters.ts';
import type { ModelSizes } from '../architecture.ts';
import { applyDense } from './dense.ts';

export const patchSizeOption = integer({
  label: 'Patch size',
  help: 'Side of the squares that an image is cut into. Half the side means four times the tokens.',
  default: 4,
  min: 1,
  max: 32,
  unit: 'pixels',
});

export interface Patches {
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
  /** Numbers in a patch. */
  readonly values: number;
}

export function patchesOf(
  patchSize: number,
  { height, width, channels }: Pick<ModelSizes, 'height' | 'width' | 'channels'>,
): Patches {
  const rows = height / patchSize;
  const columns = width / patchSize;
  return { rows, columns, tokens: rows * columns, values: patchSize * patchSize * channels };
}

/** `what is wrong; what to do`, or undefined where the image divides into patches. */
export function faultOfPatches(
  patchSize: number,
  { height, width }: Pick<ModelSizes, 'height' | 'width'>,
): string | undefined {
  if (height % patchSize === 0 && width % patchSize === 0) return undefined;
  const fitting = Array.from(
    { length: Math.min(height, width, patchSizeOption.max) },
    (_, i) => i + 1,
  )
    .filter((side) => height % side === 0 && width % side === 0)
    .join(', ');
  return `${width} × ${height} pixels do not divide into patches of ${patchSize} × ${patchSize} pixels; choose a patch size of ${fitting.replace(/, (\d+)$/, ' or $1')}`;
}

/** @param values numbers in a patch */
export const patchParameters = (values: number, width: number): ParameterSpec[] => [
  linearWeight('patch/weight', [values, width], values),
  {
    name: 'patch/bias',
    shape: [width],
    initial: { kind: 'uniform', bound: 1 / Math.sqrt(values) },
    trained: true,
  },
];

/** [batch, height, width, channels] → [batch, tokens, width] */
export function embedPatches(
  ops: Ops,
  parameter: ParameterLookup,
  grid: Tensor,
  patchSize: number,
): Tensor {
  return applyDense(ops, parameter, 'patch', cutPatches(ops, grid, patchSize));
}

/** [batch, height, width, channels] → [batch, tokens, patch * patch * channels] */
function cutPatches(ops: Ops, grid: Tensor, patchSize: number): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = grid.shape;
  const { rows, columns, tokens, values } = patchesOf(patchSize, { height, width, channels });
  const apart = ops.reshape(grid, [batch * rows, patchSize, columns, patchSize * channels]);
  return ops.reshape(ops.transpose(apart, [0, 2, 1, 3]), [batch, tokens, values]);
}
