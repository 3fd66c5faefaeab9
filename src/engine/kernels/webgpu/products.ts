/**
 * Products over long inner axes as WGSL: weight gradients, whose inner axis is every row of a batch,
 * and a convolution's filter gradient, which is one over patches of the image that are read in place.
 *
 * The stock backend gives a small result few workgroups, or adds their shares atomically, in an order
 * that changes from run to run; its filter gradient is one invocation for each weight. Here the inner
 * axis is cut into slices, by the shape alone, each with a workgroup for every tile of the result,
 * and a second dispatch adds the slices up. Results repeat bit for bit.
 */
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import { sizeOf } from '../../../core/shapes.ts';
import type { Program, RunProgram } from './programs.ts';
import { defineReduction, type Reduce } from './reductions.ts';
import { pixelUnder, windowNumbers, windowNumbersOf } from './windows.ts';

/** Results of a workgroup, along either side; an invocation has four by four. */
const TILE = 32;
/** Entries of the inner axis that are loaded at a time. */
const LOADED = 16;
/** Workgroups that keep a large GPU busy. */
const ENOUGH_GROUPS = 256;
const SHORTEST_SLICE = 128;
/**
 * From here on slices are worth their second dispatch. It lies below the 2,000 from which the stock
 * backend may take its atomic program, so that is never run, and WEBGPU_MATMUL_PROGRAM_TYPE, which
 * would force one program on small and large products alike, stays as it is.
 */
const LONG = 1024;
/** With more tiles than this, slices gain nothing, and the stock backend adds in order. */
const MANY_TILES = 128;

/** An operand: how entry (outer, inner) of it is read, and whether neighbours lie along the inner axis. */
interface Operand {
  readonly read: string;
  readonly innerNext: boolean;
}

const operands = {
  left: { read: 'left[outer * u.k + inner]', innerNext: true },
  leftTransposed: { read: 'left[inner * u.m + outer]', innerNext: false },
  right: { read: 'right[inner * u.n + outer]', innerNext: false },
  /** Of the window that `inner` counts, what lies under the tap and channel that `outer` counts. */
  patch: { read: 'pixelUnder(inner, outer)', innerNext: false },
  rightTransposed: { read: 'right[outer * u.k + inner]', innerNext: true },
} satisfies Record<string, Operand>;

/** Loads a tile of an operand, with zeros where it ends. */
function load(tile: string, reader: string, first: string, size: string, next: boolean): string {
  const [inner, outer] = next
    ? [`i % ${LOADED}u`, `i / ${LOADED}u`]
    : [`i / ${TILE}u`, `i % ${TILE}u`];
  return `
    for (var i = index; i < ${TILE * LOADED}u; i += 64u) {
      let outer = ${first} + ${outer};
      let inner = start + ${inner};
      var value = 0.0;
      if (outer < ${size} && inner < end) { value = ${reader}(outer, inner); }
      ${tile}[${inner}][${outer}] = value;
    }`;
}

function productCode(left: Operand, right: Operand, functions = ''): string {
  return `
${functions}
fn leftAt(outer: u32, inner: u32) -> f32 { return ${left.read}; }
fn rightAt(outer: u32, inner: u32) -> f32 { return ${right.read}; }
var<workgroup> lefts: array<array<f32, ${TILE}>, ${LOADED}>;
var<workgroup> rights: array<array<f32, ${TILE}>, ${LOADED}>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let top = group.y * ${TILE};
  let side = group.x * ${TILE};
  let end = min((group.z + 1) * u.depth, u.k);
  var sums: array<vec4f, 4>;
  for (var start = group.z * u.depth; start < end; start += ${LOADED}) {
    ${load('lefts', 'leftAt', 'top', 'u.m', left.innerNext)}
    ${load('rights', 'rightAt', 'side', 'u.n', right.innerNext)}
    workgroupBarrier();
    for (var inner = 0; inner < ${LOADED}; inner++) {
      let x = local.x * 4;
      let y = local.y * 4;
      let row = vec4f(
        rights[inner][x], rights[inner][x + 1], rights[inner][x + 2], rights[inner][x + 3],
      );
      sums[0] += lefts[inner][y] * row;
      sums[1] += lefts[inner][y + 1] * row;
      sums[2] += lefts[inner][y + 2] * row;
      sums[3] += lefts[inner][y + 3] * row;
    }
    workgroupBarrier();
  }
  for (var j = 0u; j < 4; j++) {
    for (var i = 0u; i < 4; i++) {
      let row = top + local.y * 4 + j;
      let column = side + local.x * 4 + i;
      if (row < u.m && column < u.n) {
        result[(group.z * u.m + row) * u.n + column] = sums[j][i];
      }
    }
  }
}`;
}

type Sizes = 'm' | 'n' | 'k' | 'depth';
const sizes = { m: 'u32', n: 'u32', k: 'u32', depth: 'u32' } as const;

function plainProduct(transposeA: boolean, transposeB: boolean): Program<Sizes> {
  const left = transposeA ? operands.leftTransposed : operands.left;
  const right = transposeB ? operands.rightTransposed : operands.right;
  return {
    label: `product ${Number(transposeA)}${Number(transposeB)}`,
    inputs: ['left', 'right'],
    outputs: ['result'],
    numbers: sizes,
    code: productCode(left, right),
  };
}

/** By whether each operand is read transposed. */
const products = [false, true].map((transposeA) =>
  [false, true].map((transposeB) => plainProduct(transposeA, transposeB)),
);

const patchProduct: Program<Sizes | keyof typeof windowNumbers> = {
  label: 'filter gradient',
  inputs: ['left', 'right'],
  outputs: ['result'],
  numbers: { ...sizes, ...windowNumbers },
  code: productCode(operands.patch, operands.right, pixelUnder('left')),
};

/** Each channel by itself: the sum over all windows of the pixel under a tap times the gradient. */
const depthwise = defineReduction({
  label: 'depthwise filter gradient',
  inputs: ['image', 'dy'],
  numbers: windowNumbers,
  functions: pixelUnder('image'),
  entry: 'pixelUnder(at, column) * dy[at * u.channels + column % u.channels]',
  fold: 'sum',
});

interface ProductSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

const tilesOf = ({ m, n }: ProductSizes): number => Math.ceil(m / TILE) * Math.ceil(n / TILE);
const isLong = (sizes: ProductSizes): boolean => sizes.k >= LONG && tilesOf(sizes) <= MANY_TILES;

function slicesOf(sizes: ProductSizes): { slices: number; depth: number } {
  const { k } = sizes;
  const tiles = tilesOf(sizes);
  const worth = Math.floor(k / SHORTEST_SLICE);
  const slices = Math.max(1, Math.min(Math.ceil(ENOUGH_GROUPS / tiles), worth));
  const depth = Math.ceil(k / slices / LOADED) * LOADED;
  return { slices: Math.ceil(k / depth), depth };
}

type Long = Pick<
  Kernels,
  'matMul' | 'batchMatMul' | 'dense' | 'conv2dFilterGradient' | 'depthwiseConv2dFilterGradient'
>;
type Stock = Pick<Kernels, 'matMul' | 'batchMatMul' | 'dense' | 'reshape' | 'tidy'>;

/** @param addBias activation(x + bias) */
export function multiplyingKernels(
  run: RunProgram,
  { sum, reduce }: Reduce,
  stock: Stock,
  addBias: (x: DeviceArray, ...rest: [DeviceArray, Parameters<Kernels['dense']>[3]]) => DeviceArray,
): Long {
  /** The product of slices, added up: [m, n], flat. */
  function multiply<Numbers extends string>(
    program: Program<Sizes | Numbers>,
    inputs: readonly DeviceArray[],
    { m, n, k }: ProductSizes,
    numbers: Readonly<Record<Numbers, number>>,
  ): DeviceArray {
    const { slices, depth } = slicesOf({ m, n, k });
    const [parts] = run(program, {
      inputs,
      outputs: [[slices * m * n]],
      numbers: { m, n, k, depth, ...numbers },
      workgroups: [Math.ceil(n / TILE), Math.ceil(m / TILE), slices],
    });
    return slices === 1 ? parts! : sum(parts!, { outer: 1, length: slices, inner: m * n });
  }

  function longProduct(a: DeviceArray, b: DeviceArray, turnA: boolean, turnB: boolean) {
    const { m, n, k } = productSizes(a, b, turnA, turnB);
    const program = products[Number(turnA)]![Number(turnB)]!;
    const product = multiply<never>(program, [a, b], { m, n, k }, {});
    return stock.reshape(product, [m, n]);
  }

  const matMul: Kernels['matMul'] = (a, b, transposeA = false, transposeB = false) =>
    isLong(productSizes(a, b, transposeA, transposeB))
      ? stock.tidy(() => longProduct(a, b, transposeA, transposeB))
      : stock.matMul(a, b, transposeA, transposeB);

  return {
    matMul,
    // The stock one adds atomically where the batch is one matrix.
    batchMatMul: (a, b, transposeA, transposeB) =>
      a.shape[0] === 1
        ? stock.tidy(() => {
            const [left, right] = [a, b].map((each) => stock.reshape(each, each.shape.slice(1)));
            const product = matMul(left!, right!, transposeA, transposeB);
            return stock.reshape(product, [1, ...product.shape]);
          })
        : stock.batchMatMul(a, b, transposeA, transposeB),
    dense: (x, weight, bias, activation) =>
      isLong(productSizes(x, weight, false, false))
        ? stock.tidy(() => addBias(longProduct(x, weight, false, false), bias, activation))
        : stock.dense(x, weight, bias, activation),
    conv2dFilterGradient(dy, x, filterShape, windows) {
      const n = filterShape[3]!;
      const each = { m: sizeOf(filterShape) / n, n, k: sizeOf(dy.shape) / n };
      const numbers = windowNumbersOf(x.shape, filterShape, windows);
      return stock.tidy(() =>
        stock.reshape(multiply(patchProduct, [x, dy], each, numbers), filterShape),
      );
    },
    depthwiseConv2dFilterGradient(dy, x, filterShape, windows) {
      const inner = sizeOf(filterShape);
      const around = { outer: 1, length: sizeOf(dy.shape) / filterShape[2]!, inner };
      const numbers = windowNumbersOf(x.shape, filterShape, windows);
      return stock.tidy(() =>
        stock.reshape(reduce(depthwise, [x, dy], around, numbers), filterShape),
      );
    },
  };
}

function productSizes(
  a: DeviceArray,
  b: DeviceArray,
  transposeA: boolean,
  transposeB: boolean,
): ProductSizes {
  const [rows = 0, columns = 0] = a.shape;
  const n = b.shape[transposeB ? 0 : 1]!;
  return transposeA ? { m: columns, k: rows, n } : { m: rows, k: columns, n };
}
