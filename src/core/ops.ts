/**
 * The operations that systems may use: the narrow waist between the maths and whatever runs it.
 * An encoding or an architecture receives `ops` as an argument and knows no tensor library, so the
 * same file runs on every backend, in float64 under the tests, and may one day be recorded.
 *
 * Names and meaning are TensorFlow.js's where it has the operation. All are differentiable, and
 * the gradients are the lab's own (differentiation.ts), so none throws or lies on some backend.
 */
import type { Activation, HostArray, Lookup, Padding, Pooling } from './kernels.ts';
import type { PixelLayout } from './pixels.ts';
import type { Shape } from './shapes.ts';

/** A value in a computation; opaque but for its shape. Freed by whoever runs the computation. */
export interface Tensor {
  readonly shape: Shape;
}

/** `circular`: the right edge meets the left one, the lower one the upper. */
export type ConvolutionPadding = Padding | 'circular';

export interface ConvolutionOptions {
  /** `same` where absent. */
  readonly padding?: ConvolutionPadding;
  /** 1 where absent. */
  readonly stride?: number;
  readonly activation?: Activation;
}

export interface Ops {
  constant(values: HostArray | readonly number[], shape: Shape): Tensor;

  reshape(x: Tensor, shape: Shape): Tensor;
  transpose(x: Tensor, permutation: readonly number[]): Tensor;
  concat(parts: readonly Tensor[], axis: number): Tensor;
  /** `length` entries from `begin` along one axis. */
  slice(x: Tensor, axis: number, begin: number, length: number): Tensor;

  /** Element by element; shapes broadcast by NumPy's rule. */
  add(a: Tensor, b: Tensor): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor): Tensor;
  div(a: Tensor, b: Tensor): Tensor;
  /** x · factor + offset with plain numbers. */
  affine(x: Tensor, factor: number, offset?: number): Tensor;

  relu(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  sin(x: Tensor): Tensor;
  cos(x: Tensor): Tensor;
  exp(x: Tensor): Tensor;
  log(x: Tensor): Tensor;
  sqrt(x: Tensor): Tensor;
  square(x: Tensor): Tensor;
  abs(x: Tensor): Tensor;
  /** Largest whole number that is not above x; its gradient is 0. */
  floor(x: Tensor): Tensor;
  /** 1 where x > 0, else 0; its gradient is 0. */
  step(x: Tensor): Tensor;
  /** x · Φ(x) by its tanh form. Hendrycks and Gimpel 2016, arXiv:1606.08415. */
  gelu(x: Tensor): Tensor;

  /** Sums over `axes` and drops them. */
  sum(x: Tensor, axes: readonly number[]): Tensor;
  mean(x: Tensor, axes: readonly number[]): Tensor;
  /** Maximum over one axis, which is dropped. */
  max(x: Tensor, axis: number): Tensor;

  /** [rows, inner] · [inner, columns], or both with the same leading axes: one product for each. */
  matMul(a: Tensor, b: Tensor): Tensor;
  /** Over the last axis. */
  softmax(x: Tensor): Tensor;
  /** Σ_k weight_k · table[index_k]: [entries, width] → [results, width]. Only the table gets a gradient. */
  lookUp(table: Tensor, lookup: Lookup): Tensor;
  /** activation(x · weight + bias): [..., inputs], [inputs, outputs], [outputs] → [..., outputs] */
  dense(x: Tensor, weight: Tensor, bias: Tensor, activation?: Activation): Tensor;
  /**
   * The first layer of a pixel model, split: activation(offset + Σ_c value_c · slope_c). What depends
   * on the coordinates alone comes in as `offset` and `slope`, once for all images of a batch.
   *
   *   values [rows, channels]
   *   offset [places, width]
   *   slope  [channels, width], or one for each place: [places, channels, width]
   *   result [rows, width]
   */
  pixelDense(
    values: Tensor,
    offset: Tensor,
    slope: Tensor,
    layout: PixelLayout,
    activation?: Activation,
  ): Tensor;
  /** What belongs to a place, for each row: [places, width] → [rows, width]. */
  spreadPlaces(x: Tensor, layout: PixelLayout): Tensor;
  /**
   * What belongs to an image, for each of its rows: [images, width] → [rows, width]. Only in a dense
   * layout: black rows that are shared belong to no one image.
   */
  spreadImages(x: Tensor, layout: PixelLayout): Tensor;
  /** Over all pixels of each image: [rows, width] → [images, width]. */
  poolPixels(x: Tensor, layout: PixelLayout, pooling: Pooling): Tensor;
  /** [batch, height, width, in], [kernelHeight, kernelWidth, in, out], [out] */
  conv2d(x: Tensor, filter: Tensor, bias: Tensor, options?: ConvolutionOptions): Tensor;
  /** Each channel by its own filter: [batch, height, width, c], [kernelHeight, kernelWidth, c]. */
  depthwiseConv2d(
    x: Tensor,
    filter: Tensor,
    options?: Pick<ConvolutionOptions, 'padding' | 'stride'>,
  ): Tensor;
  /** Maximum over size × size windows, stride = size; an incomplete window at the edge is dropped. */
  maxPool2d(x: Tensor, size: number): Tensor;
  /** Mean over size × size windows, as maxPool2d lays them. */
  averagePool2d(x: Tensor, size: number): Tensor;
  /** (x − mean) / √(variance + 1e-5) · gain + bias over the last axis. Ba et al. 2016, arXiv:1607.06450. */
  layerNorm(x: Tensor, gain: Tensor, bias: Tensor): Tensor;
  /**
   * Batch normalisation: (x − mean) / √(variance + 1e-5) · gain + bias for each entry of the last
   * axis, over all others. Ioffe and Szegedy 2015, arXiv:1502.03167.
   *
   * @param running mean and variance to use instead of the batch's, as evaluation does
   * @returns y, and the mean and variance used, which carry no gradient
   */
  batchNorm(
    x: Tensor,
    gain: Tensor,
    bias: Tensor,
    running?: { mean: Tensor; variance: Tensor },
  ): { y: Tensor; mean: Tensor; variance: Tensor };
  /**
   * Loss of each example in nats: logits [batch, classes], targets [batch, classes] → [batch].
   * Each row of targets sums to 1; they get no gradient.
   */
  softmaxCrossEntropy(logits: Tensor, targets: Tensor): Tensor;
}

/** Named tensors that go into and come out of an architecture. */
export type Ports = Readonly<Record<string, Tensor>>;
/** Looks a parameter up by name; throws when it was not declared. */
export type ParameterLookup = (name: string) => Tensor;
