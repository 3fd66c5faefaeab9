/**
 * What a backend must be able to compute: a finite list of kernels on arrays that live on the
 * device. No gradients here (differentiation.ts composes them), no TensorFlow.js types, float32
 * unless the backend says otherwise. Every kernel of every backend stands under one contract test
 * against plain loops in float64.
 *
 * Ownership: who receives an array disposes of it. `tidy` frees all that was created inside except
 * what it returns. A reshaped array is a handle of its own.
 */
import type { PixelLayout } from './pixels.ts';
import type { Shape } from './shapes.ts';

/** An array on the device, row-major; opaque but for its shape. */
export interface DeviceArray {
  readonly shape: Shape;
}

export type Activation = 'linear' | 'relu';
export type UnaryName =
  | 'relu'
  | 'sin'
  | 'cos'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'square'
  | 'tanh'
  | 'abs'
  | 'floor'
  /** 1 where x > 0, else 0. */
  | 'step';
export type BinaryName = 'add' | 'sub' | 'mul' | 'div';
export type Padding = 'same' | 'valid';
/** `logSumExp` is log Σ exp x, without overflow. */
export type Pooling = 'sum' | 'max' | 'logSumExp';
/** Zeros around the input or none, and how far the window moves: [kernelHeight, kernelWidth] windows. */
export interface Windows {
  readonly padding: Padding;
  /** The same along both axes. `same` gives ceil(length / stride) outputs, as TensorFlow does. */
  readonly stride: number;
}

/** Where rows of a table are read, and with which weight: a table look-up and its interpolation. */
export interface Lookup {
  /** Rows read for each result row. */
  readonly count: number;
  /** [results * count] row of the table. */
  readonly indices: Int32Array;
  /** [results * count] */
  readonly weights: Float32Array;
}

/** Which gradients of a dense layer are asked for, and those found: the same fields. */
export interface DenseGradients<Each> {
  readonly x: Each;
  readonly weight: Each;
  readonly bias: Each;
}

/** One step of Adam, with the corrections of its means for having begun at 0. */
export interface AdamStep {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Share of `rate · value` that goes first, apart from the gradient, as in AdamW; 0 for Adam. */
  readonly decay: number;
  /** 1 − beta1^step, computed in double precision. */
  readonly correction1: number;
  /** 1 − beta2^step, computed in double precision. */
  readonly correction2: number;
}

/** One step of gradient descent with momentum. */
export interface MomentumStep {
  readonly rate: number;
  readonly momentum: number;
  /** Share of the value that joins the gradient. */
  readonly decay: number;
}

export type HostArray = Float32Array | Float64Array;

export interface Kernels {
  /** Copies host values to the device. */
  fromHost(values: HostArray, shape: Shape): DeviceArray;
  /** Copies an array back; the only place that waits for the device. */
  read(x: DeviceArray): Promise<HostArray>;
  dispose(x: DeviceArray): void;
  /** Frees what `body` created, but for the arrays in its result (an array, list or record of them). */
  tidy<T>(body: () => T): T;
  /** Arrays alive now; leak tests compare it. */
  count(): number;

  /** A second handle on the same values under another shape of the same size. */
  reshape(x: DeviceArray, shape: Shape): DeviceArray;
  transpose(x: DeviceArray, permutation: readonly number[]): DeviceArray;
  concat(parts: readonly DeviceArray[], axis: number): DeviceArray;
  /** `length` entries from `begin` along one axis. */
  slice(x: DeviceArray, axis: number, begin: number, length: number): DeviceArray;
  /** Stretches lengths of 1 (and adds leading axes) by NumPy's rule. */
  broadcast(x: DeviceArray, shape: Shape): DeviceArray;

  unary(name: UnaryName, x: DeviceArray): DeviceArray;
  /** Element by element, broadcasting by NumPy's rule. */
  binary(name: BinaryName, a: DeviceArray, b: DeviceArray): DeviceArray;
  /** x · factor + offset. */
  affine(x: DeviceArray, factor: number, offset: number): DeviceArray;
  /** `upstream` where y > 0, else 0: the gradient of relu from its output. */
  reluGradient(upstream: DeviceArray, y: DeviceArray): DeviceArray;

  /** Sums over `axes`, which keep length 1. */
  sum(x: DeviceArray, axes: readonly number[]): DeviceArray;
  /** Maximum over one axis, which keeps length 1. NaN in, NaN out. */
  max(x: DeviceArray, axis: number): DeviceArray;
  /** `upstream` (as y) at every entry of x equal to its maximum y, else 0; entries that tie all get it. */
  maxGradient(upstream: DeviceArray, x: DeviceArray, y: DeviceArray): DeviceArray;

  /** [m, k] · [k, n]; a flag reads that operand transposed. */
  matMul(a: DeviceArray, b: DeviceArray, transposeA?: boolean, transposeB?: boolean): DeviceArray;
  /** As matMul, for each of a batch: [batch, m, k] · [batch, k, n]. */
  batchMatMul(
    a: DeviceArray,
    b: DeviceArray,
    transposeA?: boolean,
    transposeB?: boolean,
  ): DeviceArray;
  /** x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))): GELU in its tanh form. */
  gelu(x: DeviceArray): DeviceArray;
  geluGradient(upstream: DeviceArray, x: DeviceArray): DeviceArray;
  /** Softmax over the last axis: [rows, entries]. */
  softmax(x: DeviceArray): DeviceArray;
  /** Of softmax, from its output: y · (upstream − Σ upstream · y). */
  softmaxGradient(upstream: DeviceArray, y: DeviceArray): DeviceArray;
  /**
   * Each column to mean 0 and variance 1: (x − mean) / √(variance + epsilon) over the rows.
   * x, y [rows, columns]; mean, variance [columns], the variance divided by `rows`.
   */
  normaliseColumns(
    x: DeviceArray,
    epsilon: number,
  ): { y: DeviceArray; mean: DeviceArray; variance: DeviceArray };
  /** Gradient for x, given the y and variance that normaliseColumns returned. */
  normaliseColumnsGradient(
    upstream: DeviceArray,
    y: DeviceArray,
    variance: DeviceArray,
    epsilon: number,
  ): DeviceArray;
  /** Σ_k weight_k · table[index_k]: [entries, width] → [results, width]. */
  lookUp(table: DeviceArray, lookup: Lookup): DeviceArray;
  /** Gradient for the table [entries, width]; rows that nobody read are 0. */
  lookUpGradient(upstream: DeviceArray, lookup: Lookup, entries: number): DeviceArray;
  /** activation(x · weight + bias): [rows, inputs], [inputs, outputs], [outputs]. */
  dense(
    x: DeviceArray,
    weight: DeviceArray,
    bias: DeviceArray,
    activation: Activation,
  ): DeviceArray;

  /**
   * All gradients of `dense`, its activation's included, from the gradient of its result
   * y [rows, outputs]; only those in `wanted` are computed.
   *
   *   upstream, y [rows, outputs]     x [rows, inputs]     weight [inputs, outputs]
   *
   * A row of `upstream` that is zero in every entry passes nothing on, so an implementation may
   * leave it out, and then whatever stands in that row of x or y, NaN included, is not seen. A NaN in
   * `upstream` reaches every gradient.
   */
  denseGradient(
    upstream: DeviceArray,
    layer: { x: DeviceArray; weight: DeviceArray; y: DeviceArray; activation: Activation },
    wanted: DenseGradients<boolean>,
  ): DenseGradients<DeviceArray | undefined>;

  /**
   * Cross-entropy between each row of `targets`, which sums to 1, and the softmax of that row of
   * logits; [rows, classes] both. NaN in, NaN out.
   *
   * @returns losses [rows] in nats, −Σ targets · log softmax(logits), and their gradient for the
   *   logits, excess [rows, classes] = softmax(logits) − targets
   */
  softmaxCrossEntropy(
    logits: DeviceArray,
    targets: DeviceArray,
  ): { losses: DeviceArray; excess: DeviceArray };

  /**
   * A parameter and Adam's means of it after a step, all of one shape:
   *
   *   mean   ← beta1 · mean + (1 − beta1) · gradient
   *   square ← beta2 · square + (1 − beta2) · gradient²
   *   value  ← value − rate · decay · value
   *                 − rate · (mean / correction1) / (√(square / correction2) + epsilon)
   */
  adam(
    from: { value: DeviceArray; gradient: DeviceArray; mean: DeviceArray; square: DeviceArray },
    step: AdamStep,
  ): { value: DeviceArray; mean: DeviceArray; square: DeviceArray };
  /**
   * A parameter and its velocity after a step, all of one shape:
   *
   *   velocity ← momentum · velocity + gradient + decay · value
   *   value    ← value − rate · velocity
   */
  momentum(
    from: { value: DeviceArray; gradient: DeviceArray; velocity: DeviceArray },
    step: MomentumStep,
  ): { value: DeviceArray; velocity: DeviceArray };

  /** true: fewer rows are faster here; false: the regular shape of dense rows is. */
  readonly prefersSparseRows: boolean;
  /**
   * The split first layer of a pixel model: activation(offset + Σ_c value_c · slope_c), where row r
   * takes offset and slope of its place.
   *
   *   values [rows, channels]
   *   offset [places, width]
   *   slope  [channels, width], the same at all places, or [places, channels, width]
   *   result [rows, width]
   */
  pixelDense(
    values: DeviceArray,
    offset: DeviceArray,
    slope: DeviceArray,
    layout: PixelLayout,
    activation: Activation,
  ): DeviceArray;
  /**
   * Gradients of pixelDense for `dz` [rows, width], taken before the activation. A row of zeros in
   * `dz` passes nothing on and may be left out.
   */
  pixelDenseGradient(
    dz: DeviceArray,
    values: DeviceArray,
    slopeShape: Shape,
    layout: PixelLayout,
  ): { offset: DeviceArray; slope: DeviceArray };
  /** Over all pixels of each image, shared rows included: [rows, width] → [images, width]. */
  poolPixels(x: DeviceArray, layout: PixelLayout, pooling: Pooling): DeviceArray;
  /**
   * Of a maximum, the gradient goes to an entry that equals it; where several do, to one of them or to
   * each: that is open.
   */
  poolPixelsGradient(
    dy: DeviceArray,
    x: DeviceArray,
    y: DeviceArray,
    layout: PixelLayout,
    pooling: Pooling,
  ): DeviceArray;

  /**
   * Correlation, then bias and activation.
   * [batch, height, width, in], [kernelHeight, kernelWidth, in, out], [out]
   */
  conv2d(
    x: DeviceArray,
    filter: DeviceArray,
    bias: DeviceArray,
    windows: Windows,
    activation: Activation,
  ): DeviceArray;
  conv2dInputGradient(
    dy: DeviceArray,
    filter: DeviceArray,
    inputShape: Shape,
    windows: Windows,
  ): DeviceArray;
  conv2dFilterGradient(
    dy: DeviceArray,
    x: DeviceArray,
    filterShape: Shape,
    windows: Windows,
  ): DeviceArray;
  /** Each channel by its own filter: [batch, height, width, c], [kernelHeight, kernelWidth, c]. */
  depthwiseConv2d(x: DeviceArray, filter: DeviceArray, windows: Windows): DeviceArray;
  depthwiseConv2dInputGradient(
    dy: DeviceArray,
    filter: DeviceArray,
    inputShape: Shape,
    windows: Windows,
  ): DeviceArray;
  depthwiseConv2dFilterGradient(
    dy: DeviceArray,
    x: DeviceArray,
    filterShape: Shape,
    windows: Windows,
  ): DeviceArray;

  /** Maximum over size × size windows, stride = size; an incomplete window at the edge is dropped. */
  maxPool2d(x: DeviceArray, size: number): DeviceArray;
  /** To one of the largest entries of each window; to which of several is open. */
  maxPool2dGradient(dy: DeviceArray, x: DeviceArray, y: DeviceArray, size: number): DeviceArray;
}

/**
 * The arrays in a result, however nested in lists, records and maps: what `tidy` must keep.
 *
 * @param isArray tells this backend's arrays from plain records
 */
export function arraysIn<Kind>(
  result: unknown,
  isArray: (value: unknown) => value is Kind,
  found: Set<Kind> = new Set(),
): Set<Kind> {
  if (isArray(result)) found.add(result);
  else if (result instanceof Map)
    for (const each of result.values()) arraysIn(each, isArray, found);
  else if (Array.isArray(result)) for (const each of result) arraysIn(each, isArray, found);
  else if (typeof result === 'object' && result !== null && !ArrayBuffer.isView(result)) {
    for (const each of Object.values(result)) arraysIn(each, isArray, found);
  }
  return found;
}
