/**
 * How sure a model is of images under an assumed geometry, and which way the geometry would have to
 * move for it to be surer: the typical entropy of its predictions, in nats, and its gradient.
 *
 *   h_i = −Σ_classes p log p          of one image
 *   H = exp(1/n Σ_i log(h_i + s)) − s  their geometric mean, softened by s
 *
 * A plain mean is ruled by the few images that are hard however one looks at them: its minimum is up to
 * 4° off in a rotation and 15° in a fish-eye, where that of the geometric mean is off by 1° and 5°
 * (docs/LOG.md).
 *
 *   ∂H/∂θ = Σ_pixels ∂H/∂coords · ∂coords/∂θ + ∂H/∂weights · ∂weights/∂θ
 *
 * The first factors come from the model, through the encoding; the second from the geometry itself,
 * as central differences. Encodings that look up tables carry no gradient to coordinates: theirs is 0.
 */
import { differentiate } from '../core/differentiation.ts';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { stretchOf } from '../core/invert.ts';
import type { DeviceArray, HostArray, Kernels } from '../core/kernels.ts';
import type { Ops, Tensor } from '../core/ops.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import { answersOf, constantsOf, evaluationContext, readAndFree, softmaxRows } from './answers.ts';
import type { Model } from './model.ts';
import { gatherPixels } from './presenting.ts';
import { tellPixels, type ToldPixels } from './sensing.ts';

export interface AskedModel {
  readonly kernels: Kernels;
  readonly model: Model;
  readonly parameters: ReadonlyMap<string, DeviceArray>;
}

/** Images as a sensor saw them, before anyone says where its pixels look. */
export interface SeenImages {
  readonly plan: SensorPlan;
  /** [count, pixels, channels] in 256 steps. */
  readonly seen: Float32Array;
  readonly count: number;
  /** Of the images that the model is trained on. */
  readonly size: ImageSize;
  readonly weighted: boolean;
}

/** A geometry by its unknown numbers. */
export type GeometryAt = (values: readonly number[]) => InverseMap;

export async function entropyUnder(
  { kernels, ...weights }: AskedModel,
  images: SeenImages,
  geometry: InverseMap,
): Promise<number> {
  const { told, values } = tell(images, geometry);
  const answers = await answersOf(kernels, weights, values, images.count, told.view);
  const outputs = answers.length / images.count;
  softmaxRows(answers, outputs);
  let logs = 0;
  for (let image = 0; image < images.count; image++) {
    let entropy = 0;
    for (const p of answers.subarray(image * outputs, (image + 1) * outputs)) {
      if (p > 0) entropy -= p * Math.log(p);
    }
    logs += Math.log(entropy + SOFTENING);
  }
  return Math.exp(logs / images.count) - SOFTENING;
}

export async function entropyGradient(
  { kernels, model, parameters }: AskedModel,
  images: SeenImages,
  { geometryAt, values: at, steps, ends }: SoughtAt,
): Promise<{ entropy: number; gradient: number[] }> {
  const { told, values } = tell(images, geometryAt(at));
  const { weights } = told.view;
  const feed = model.feed(values, images.count, kernels.prefersSparseRows, told.view);
  const moving = new Map<string, DeviceArray>([
    [COORDS, kernels.fromHost(feed.positions, [feed.positions.length / 2, 2])],
    ...(weights
      ? [[WEIGHTS, kernels.fromHost(weights, [weights.length])] satisfies [string, DeviceArray]]
      : []),
  ]);
  try {
    const { loss, gradients } = differentiate(
      kernels,
      new Map([...parameters, ...moving]),
      (name) => moving.has(name),
      (ops, parameter) => {
        const inputs = { ...constantsOf(ops, feed), coords: parameter(COORDS) };
        const ports = weights ? { ...inputs, weights: parameter(WEIGHTS) } : inputs;
        const { outputs } = model.forward(ops, parameter, ports, evaluationContext(feed));
        // 0 of the coordinates: a table makes nothing of them that carries a gradient.
        const nothing = ops.affine(ops.sum(parameter(COORDS), [0, 1]), 0);
        return { loss: ops.add(typicalEntropy(ops, outputs.logits!), nothing), outputs: {} };
      },
    );
    const [entropy] = await readAndFree(kernels, loss);
    const byCoords = await readGradient(kernels, gradients.get(COORDS));
    const byWeights = await readGradient(kernels, gradients.get(WEIGHTS));
    const gradient = at.map((_, unknown) =>
      alongUnknown(unknown, { images, told, byCoords, byWeights, geometryAt, at, steps, ends }),
    );
    return { entropy: entropy!, gradient };
  } finally {
    for (const array of moving.values()) kernels.dispose(array);
  }
}

export interface SoughtAt {
  readonly geometryAt: GeometryAt;
  readonly values: readonly number[];
  /** Of the central difference, one for each unknown, in its own unit. */
  readonly steps: readonly number[];
  /** Beyond them there is no geometry; `from` is the lower. */
  readonly ends: readonly { readonly from: number; readonly to: number }[];
}

const COORDS = 'geometry/coords';
const WEIGHTS = 'geometry/weights';

function tell(images: SeenImages, geometry: InverseMap) {
  const { plan, seen, size, weighted } = images;
  const told = tellPixels(plan, geometry, size, { weighted, density: () => 1 });
  const values = gatherPixels(seen, told.pixelAt, plan.places.length / 2, size.channels);
  return { told, values };
}

/** In nats: images that are surer than this count as equally sure. */
const SOFTENING = 0.01;
/** Far below any probability that matters: a logarithm is taken of it. */
const LEAST = 1e-12;

function typicalEntropy(ops: Ops, logits: Tensor): Tensor {
  const p = ops.softmax(logits);
  const terms = ops.mul(p, ops.log(ops.affine(p, 1, LEAST)));
  const entropies = ops.affine(ops.sum(terms, [1]), -1, SOFTENING); // [images]
  return ops.affine(ops.exp(ops.mean(ops.log(entropies), [0])), 1, -SOFTENING);
}

async function readGradient(kernels: Kernels, array?: DeviceArray): Promise<HostArray | undefined> {
  return array && readAndFree(kernels, array);
}

interface Chained {
  readonly images: SeenImages;
  readonly told: ToldPixels;
  readonly byCoords: HostArray | undefined;
  readonly byWeights: HostArray | undefined;
  readonly geometryAt: GeometryAt;
  readonly at: readonly number[];
  readonly steps: readonly number[];
  readonly ends: SoughtAt['ends'];
}

/** ∂H/∂θ of one unknown. Black that is assumed where nothing looks stays where it is. */
function alongUnknown(unknown: number, chained: Chained): number {
  const { images, told, byCoords, byWeights, geometryAt, at, steps, ends } = chained;
  const { from, to } = ends[unknown]!;
  const [low, high] = [
    Math.max(from, at[unknown]! - steps[unknown]!),
    Math.min(to, at[unknown]! + steps[unknown]!),
  ];
  const withIt = (value: number) => geometryAt(at.map((own, i) => (i === unknown ? value : own)));
  const [before, after] = [withIt(low), withIt(high)];
  const { places } = images.plan;
  let slope = 0;
  told.pixelAt.forEach((pixel, place) => {
    if (pixel < 0) return;
    const [x, y] = [places[2 * pixel]!, places[2 * pixel + 1]!];
    if (byCoords) {
      const [left, right] = [before(x, y), after(x, y)];
      slope += finite(byCoords[2 * place]! * (right[0] - left[0]));
      slope += finite(byCoords[2 * place + 1]! * (right[1] - left[1]));
    }
    if (byWeights) {
      const [less, more] = [stretchOf(before, x, y), stretchOf(after, x, y)];
      slope += finite(
        (byWeights[place]! * told.view.weights![place]! * (more - less)) / ((more + less) / 2),
      );
    }
  });
  return slope / (high - low);
}

/** At the rim of a lens a neighbour may see nothing. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
