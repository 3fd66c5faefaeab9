/**
 * Fourier–Bessel functions: the waves of a drum's skin, on the disk about the middle.
 *
 *   coords   [rows, 2], each in [-1, 1]; on images that are not square the longer side keeps that
 *            range, so that a circle of pixels is a circle
 *   features [rows, rings * (1 + 2 * harmonics)] in [-1, 1]: J_0(λ_0n r) for n = 1 … rings, then for
 *            each m = 1 … harmonics and each n the pair J_m(λ_mn r) cos mθ, J_m(λ_mn r) sin mθ
 *
 * λ_mn is the nth zero of J_m: all features vanish on the circle r = 1 and are orthogonal within it.
 * Turning an image turns each pair by mθ and nothing else: a phase, at every radius the same. Unlike
 * polar coordinates they are smooth in the middle and know rings, too.
 *
 * Not by Bessel functions but by the plane waves that they are made of,
 *   J_m(λ r) (cos mθ, sin mθ) = i^−m / 2π ∫ exp(i λ (x cos φ + y sin φ)) (cos mφ, sin mφ) dφ,
 * whose integral over the circle is a sum over a few directions φ, to 1e-8 in exact numbers for
 * r ≤ √2 and to 1e-6 in float32. Beyond, a sum of waves it stays, bounded and smooth.
 *
 * Zhao and Singer 2013, "Fourier–Bessel rotational invariant eigenimages" (J. Opt. Soc. Am. A 30).
 */
import { integer } from '../core/options.ts';
import type { Ops, Tensor } from '../core/ops.ts';
import { defineEncoding } from './encoding.ts';
import { planeFault } from './terms/plane.ts';
import { isotropic } from './terms/polar.ts';

/** λ_mn, the first zeros of J_0 … J_8 above 0: scipy.special.jn_zeros(m, 6). */
const ZEROS = [
  [
    2.404825557696, 5.520078110286, 8.653727912911, 11.791534439014, 14.930917708488,
    18.071063967911,
  ],
  [
    3.831705970208, 7.015586669816, 10.173468135063, 13.323691936314, 16.470630050878,
    19.615858510468,
  ],
  [
    5.135622301841, 8.4172441404, 11.619841172149, 14.795951782351, 17.959819494988,
    21.116997053022,
  ],
  [
    6.380161895924, 9.761023129982, 13.015200721698, 16.223466160319, 19.409415226435,
    22.582729593104,
  ],
  [
    7.588342434504, 11.064709488501, 14.372536671618, 17.615966049805, 20.826932956962,
    24.019019524771,
  ],
  [
    8.77148381596, 12.338604197467, 15.700174079712, 18.98013387518, 22.217799896561,
    25.430341154223,
  ],
  [
    9.936109524218, 13.589290170541, 17.003819667816, 20.320789213567, 23.586084435581,
    26.820151983411,
  ],
  [
    11.086370019245, 14.821268727013, 18.287582832482, 21.641541019848, 24.934927887673,
    28.191188459483,
  ],
  [
    12.225092264005, 16.037774190888, 19.554536430997, 22.945173131875, 26.266814641177,
    29.545659670999,
  ],
] as const;

/** Directions over half a circle, enough for waves that fast as far as the corners of a square. */
const directionsFor = (order: number, fastest: number) =>
  Math.ceil((1.4 * Math.SQRT2 * fastest + order + 12) / 2);

/**
 * J_m(λ_mn r) (cos mθ, sin mθ) of one order m, ring by ring: [rows, 2] → [rows, rings * 2], and
 * [rows, rings] for m = 0. Opposite directions are conjugates: half a circle of cosines, or of sines
 * where m is odd, is all of it.
 */
function wavesOfOrder(ops: Ops, coords: Tensor, order: number, rings: number): Tensor {
  const rates = ZEROS[order]!.slice(0, rings);
  const count = directionsFor(order, rates.at(-1)!);
  const angles = Array.from({ length: count }, (_, i) => (Math.PI * i) / count);
  const towards = (part: (angle: number) => number) =>
    rates.flatMap((rate) => angles.map((angle) => rate * part(angle)));
  const matrix = ops.constant([...towards(Math.cos), ...towards(Math.sin)], [2, rings * count]);
  const phase = ops.matMul(coords, matrix); // [rows, rings * directions]
  const waves = order % 2 === 0 ? ops.cos(phase) : ops.sin(phase);

  const share = (order % 4 < 2 ? 1 : -1) / count;
  const parts = order === 0 ? [Math.cos] : [Math.cos, Math.sin];
  const weights = angles.flatMap((angle) => parts.map((part) => share * part(order * angle)));
  const rows = coords.shape[0]!;
  const sums = ops.matMul(
    ops.reshape(waves, [rows * rings, count]),
    ops.constant(weights, [count, parts.length]),
  ); // [rows * rings, 2]
  return ops.reshape(sums, [rows, rings * parts.length]);
}

export const fourierBessel = defineEncoding({
  id: 'fourier-bessel',
  label: 'Fourier–Bessel',
  summary:
    'The waves of a round drum: rings and spokes at once, smooth in the middle. Turning is a shift of phase.',
  reference: 'Zhao and Singer 2013, "Fourier–Bessel rotational invariant eigenimages"',
  knob: 'harmonics',
  options: {
    harmonics: integer({
      label: 'Harmonics',
      help: 'Waves around the circle. More tell nearer directions apart.',
      default: 4,
      min: 0,
      max: 8,
    }),
    rings: integer({
      label: 'Rings',
      help: 'Zeros from the middle to the rim, for each harmonic. More tell nearer distances apart.',
      default: 3,
      min: 1,
      max: 6,
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ harmonics, rings }) => rings * (1 + 2 * harmonics),
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { harmonics, rings }, plane }) {
    const place = isotropic(ops, coords, plane);
    const orders = Array.from({ length: harmonics + 1 }, (_, order) =>
      wavesOfOrder(ops, place, order, rings),
    );
    return ops.concat(orders, 1);
  },
});
