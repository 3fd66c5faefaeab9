/**
 * Dense layers over pixels whose weights follow a *style*: what is known of the pixel's place, or of
 * its image. x [rows, inputs] -> [rows, width], with W [inputs, width] shared by all rows.
 *
 *   none     relu(x W + b)
 *   weights  relu(((x ⊙ s) W) ⊙ d + b): W with its rows scaled by s and each column back to length √2,
 *            d = √2 / √(s² W² + 1e-8); √2 is the length that He's first weights have.
 *            Anokhin et al. 2020 (CIPS), arXiv:2011.13775
 *   outputs  relu(layer norm((x W) ⊙ s)). Gillen 2022 (Coordinet2)
 *   film     relu((x W) ⊙ s + shift). Perez et al. 2017, arXiv:1709.07871
 *   fmm      relu(x (W ⊙ (1 + L R / √rank)) + b) with L [inputs, rank] and R [rank, width] from the style:
 *            x W + Σ_k ((x ⊙ L_k) W) ⊙ R_k / √rank, so no row needs a matrix of its own.
 *            Skorokhodov et al. 2020 (INR-GAN), arXiv:2011.12026
 *
 * s = 1 + S style + bias, and so on: all are affine in the style and start near no modulation. They are
 * computed once for each place or image and then spread to its rows.
 */
import { choice, integer, type Values } from '../../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { bias, weight, type InitialValues, type ParameterSpec } from '../../core/parameters.ts';
import type { PixelLayout } from '../../core/pixels.ts';
import type { FirstLayerSizes } from './conditioning.ts';
import { applyDense, denseParameters } from './dense.ts';
import { applyNorm, normParameters } from './layerNorm.ts';

const DEMODULATION_EPSILON = 1e-8;
/** Of a style's first weights, relative to ones that keep its variance. */
const FIRST_STRENGTH = 0.1;

const modulated = ['weights', 'outputs', 'film', 'fmm'] as const;

export const modulationOptions = {
  modulation: choice({
    label: 'Modulation',
    help: 'Of the layers before pooling after the first: what scales their weights or outputs.',
    default: 'none',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'weights', label: 'Weights (CIPS)' },
      { value: 'outputs', label: 'Outputs, layer norm' },
      { value: 'film', label: 'FiLM' },
      { value: 'fmm', label: 'Factorised (FMM)' },
    ],
  }),
  modulatedBy: choice({
    label: 'Modulated by',
    help: 'The pixel’s place, or its whole image through a small set network of its own; then black pixels cannot share their rows, which is slower.',
    default: 'place',
    choices: [
      { value: 'place', label: 'Place' },
      { value: 'image', label: 'Image' },
    ],
    when: { modulation: modulated },
  }),
  rank: integer({
    label: 'Rank',
    help: 'Of the factorised modulation; each costs one more layer. INR-GAN has 10.',
    default: 2,
    min: 1,
    max: 10,
    when: { modulation: ['fmm'] },
  }),
};
export type ModulationChoice = Values<typeof modulationOptions>;
export type Modulation = ModulationChoice['modulation'];

/** What the layers of a pixel are modulated by. */
export interface Style {
  /** [places or images, style width] */
  readonly features: Tensor;
  /** From [places or images, width] to [rows, width]. */
  spread(x: Tensor): Tensor;
}

export interface ModulatedLayer {
  readonly parameters: readonly ParameterSpec[];
  /** Multiply-adds for each pixel. */
  readonly multiplyAdds: number;
  /** Multiply-adds for each style: a place or an image. */
  readonly styleMultiplyAdds: number;
  /** [rows, width] → [rows, width] */
  apply(ops: Ops, parameter: ParameterLookup, x: Tensor, style: Style | undefined): Tensor;
}

/** The first layer of pixels that their image modulates, `outputs`. */
export interface ModulatedFirstLayer {
  readonly parameters: readonly ParameterSpec[];
  /** Multiply-adds for each image; those of pixels and places are of their matrices. */
  readonly styleMultiplyAdds: number;
  /** values [rows, channels], features [places, features] → [rows, width] */
  apply(
    ops: Ops,
    parameter: ParameterLookup,
    inputs: { values: Tensor; features: Tensor | undefined },
    known: { style: Style; layout: PixelLayout },
  ): Tensor;
}

/**
 * On [value, features]; the part that depends on places alone is computed once for all images.
 *
 * @param name its parameters are `<name>/…`
 */
export function modulatedFirstLayer(
  name: string,
  { channels, features, width, style }: FirstLayerSizes & { readonly style: number },
): ModulatedFirstLayer {
  const inputs = channels + features;
  const ofPlace = features > 0 ? [weight('place/weight', [features, width], inputs)] : [];
  const own = [
    weight('value/weight', [channels, width], inputs),
    ...ofPlace,
    ...formulas.outputs.parameters({ style, width, rank: 1 }),
  ];
  return {
    parameters: own.map((each) => ({ ...each, name: `${name}/${each.name}` })),
    styleMultiplyAdds: style * width,
    apply(ops, parameter, { values, features: encoded }, known) {
      const named: ParameterLookup = (path) => parameter(`${name}/${path}`);
      const places = known.layout.places;
      const offset = encoded
        ? ops.matMul(encoded, named('place/weight'))
        : ops.constant(new Float32Array(places * width), [places, width]);
      const product = ops.pixelDense(values, offset, named('value/weight'), known.layout);
      return ops.relu(modulateOutputs(ops, named, product, known.style));
    },
  };
}

interface LayerSizes {
  readonly width: number;
  /** 0 where there is nothing to be modulated by; the layer is then a plain one. */
  readonly style: number;
  readonly rank: number;
}

/** @param name its parameters are `<name>/…` */
export function modulatedLayer(
  name: string,
  modulation: Modulation,
  sizes: LayerSizes,
): ModulatedLayer {
  const { width, style, rank } = sizes;
  const formula = modulation === 'none' || style === 0 ? undefined : formulas[modulation];
  const own = formula ? formula.parameters(sizes) : [bias('bias', width)];
  return {
    parameters: [weight('weight', [width, width], width), ...own].map((each) => ({
      ...each,
      name: `${name}/${each.name}`,
    })),
    multiplyAdds: (1 + (formula?.furtherProducts(sizes) ?? 0)) * width * width,
    styleMultiplyAdds: formula?.styleMultiplyAdds(sizes) ?? 0,
    apply(ops, parameter, x, known) {
      const named: ParameterLookup = (path) => parameter(`${name}/${path}`);
      if (!formula || !known) return ops.dense(x, named('weight'), named('bias'), 'relu');
      return ops.relu(formula.apply(ops, named, x, known, rank));
    },
  };
}

interface Formula {
  /** Besides the shared weight. */
  parameters(sizes: LayerSizes): ParameterSpec[];
  /** Products with the shared weight for each pixel, besides the first. */
  furtherProducts(sizes: LayerSizes): number;
  styleMultiplyAdds(sizes: LayerSizes): number;
  /** What goes into the ReLU. */
  apply(ops: Ops, parameter: ParameterLookup, x: Tensor, style: Style, rank: number): Tensor;
}

const none = () => 0;

const formulas: Record<Exclude<Modulation, 'none'>, Formula> = {
  weights: {
    parameters: ({ style, width }) => [bias('bias', width), ...affineOf('scale', style, width, 1)],
    furtherProducts: none,
    styleMultiplyAdds: ({ style, width }) => style * width + width * width,
    apply(ops, parameter, x, style) {
      const shared = parameter('weight');
      const scale = ownOf(ops, parameter, style, 'scale');
      const squares = ops.matMul(ops.square(scale), ops.square(shared));
      const length = ops.sqrt(ops.affine(squares, 1, DEMODULATION_EPSILON));
      const back = ops.div(ops.constant([Math.SQRT2], [1]), length);
      const product = ops.matMul(ops.mul(x, style.spread(scale)), shared);
      return ops.add(ops.mul(product, style.spread(back)), parameter('bias'));
    },
  },
  outputs: {
    parameters: ({ style, width }) => [
      ...affineOf('scale', style, width, 1),
      ...normParameters('norm', width),
    ],
    furtherProducts: none,
    styleMultiplyAdds: ({ style, width }) => style * width,
    apply: (ops, parameter, x, style) =>
      modulateOutputs(ops, parameter, ops.matMul(x, parameter('weight')), style),
  },
  film: {
    parameters: ({ style, width }) => [
      ...affineOf('scale', style, width, 1),
      ...affineOf('shift', style, width, 0),
    ],
    furtherProducts: none,
    styleMultiplyAdds: ({ style, width }) => 2 * style * width,
    apply(ops, parameter, x, style) {
      const scale = style.spread(ownOf(ops, parameter, style, 'scale'));
      const shift = style.spread(ownOf(ops, parameter, style, 'shift'));
      return ops.add(ops.mul(ops.matMul(x, parameter('weight')), scale), shift);
    },
  },
  fmm: {
    parameters: ({ style, width, rank }) => [
      bias('bias', width),
      ...affineOf('left', style, rank * width, 0),
      ...denseParameters('right', style, rank * width),
    ],
    furtherProducts: ({ rank }) => rank,
    styleMultiplyAdds: ({ style, width, rank }) => 2 * rank * style * width,
    apply(ops, parameter, x, style, rank) {
      const shared = parameter('weight');
      const [inputs = 0, outputs = 0] = shared.shape;
      const left = ops.affine(ownOf(ops, parameter, style, 'left'), 1 / Math.sqrt(rank));
      const right = ownOf(ops, parameter, style, 'right');
      let sum = ops.dense(x, shared, parameter('bias'));
      for (let k = 0; k < rank; k++) {
        const before = style.spread(ops.slice(left, 1, k * inputs, inputs));
        const after = style.spread(ops.slice(right, 1, k * outputs, outputs));
        sum = ops.add(sum, ops.mul(ops.matMul(ops.mul(x, before), shared), after));
      }
      return sum;
    },
  },
};

/** layer norm(product ⊙ s): [rows, width] → [rows, width] */
function modulateOutputs(
  ops: Ops,
  parameter: ParameterLookup,
  product: Tensor,
  style: Style,
): Tensor {
  const scale = style.spread(ownOf(ops, parameter, style, 'scale'));
  return applyNorm(ops, parameter, 'norm', ops.mul(product, scale));
}

/** An affine map of the style: near `start` at first, whatever the style. */
function affineOf(name: string, style: number, width: number, start: number): ParameterSpec[] {
  const initial: InitialValues = { kind: 'uniform', bound: FIRST_STRENGTH * Math.sqrt(3 / style) };
  return [
    { name: `${name}/weight`, shape: [style, width], initial, trained: true },
    bias(`${name}/bias`, width, start),
  ];
}

/** The affine map `name` of each place or image: [places or images, its width]. */
function ownOf(ops: Ops, parameter: ParameterLookup, style: Style, name: string): Tensor {
  return applyDense(ops, parameter, name, style.features);
}
