/**
 * Flat images laid on a sphere, as spherical MNIST is made: projected onto the southern half from just
 * above the north pole (core/sphere.ts), and unrolled.
 *
 *   image [height, width, channels] → [60, 60, channels], equirectangular, north at the top
 *
 * Values are interpolated bilinearly and stretched so that an image's brightest one is 255, as the
 * reference does; nothing is seen on the northern half and beside the image. The longer side of an
 * image that is not square is as long as that of a square one.
 *
 * An image lies with its middle on the south pole, which is the lower edge. Two things are the lab's and
 * not the reference's: centres of pixels are half a step off the poles, where it has rows at ϑ = π i / 60,
 * and the picture is not mirrored (core/sphere.ts).
 *
 * Cohen et al. 2018, "Spherical CNNs", arXiv:1801.10130, and the program that made their data.
 */
import { gridCoords } from '../../core/coordinates.ts';
import { choice, type Values } from '../../core/options.ts';
import { planSampling } from '../../core/sampling.ts';
import { directionAt, projectToPlane } from '../../core/sphere.ts';
import type { UnsealedDataset } from '../dataset.ts';
import type { PixelSize, Resample } from '../pictures/resampling.ts';
import { remakeImages } from './remaking.ts';

export const surfaceOptions = {
  surface: choice({
    label: 'Surface',
    help: 'On a sphere: projected onto its southern half and unrolled, 60 × 60, as spherical MNIST is.',
    default: 'plane',
    choices: [
      { value: 'plane', label: 'Plane' },
      { value: 'sphere', label: 'Sphere' },
    ],
  }),
};

/** Twice the reference's bandwidth of 30. */
const sphere: PixelSize = { height: 60, width: 60 };

/** The very same object where it stays a plane. */
export async function layOnSurface<Kind extends UnsealedDataset>(
  dataset: Kind,
  { surface }: Values<typeof surfaceOptions>,
): Promise<Kind> {
  if (surface === 'plane') return dataset;
  const projection = createProjection(dataset, dataset.channels);
  return { ...(await remakeImages(dataset, sphere, projection)), surface };
}

/** An image as the sphere shows it; pixels that see nothing are left as they are, black. */
function createProjection(size: PixelSize, channels: number): Resample {
  const { places, corners, shares } = planProjection(size, channels);
  const values = new Float64Array(places.length);
  return (images, begin, target, to) => {
    let brightest = 0;
    for (let i = 0; i < values.length; i++) {
      let value = 0;
      for (let corner = 4 * i; corner < 4 * i + 4; corner++) {
        value += shares[corner]! * images[begin + corners[corner]!]!;
      }
      values[i] = value;
      if (value > brightest) brightest = value;
    }
    const factor = brightest > 0 ? 255 / brightest : 0;
    // Cut off when it is stored: rounds to the nearest.
    for (let i = 0; i < values.length; i++) target[to + places[i]!] = factor * values[i]! + 0.5;
  };
}

/**
 * Of every value of the sphere's picture that sees the image, its place there, and the four values of
 * the image around where it looks.
 */
function planProjection(size: PixelSize, channels: number) {
  const plan = planSampling(size, looksOf(size));
  const places: number[] = [];
  const corners: number[] = [];
  const shares: number[] = [];
  for (let pixel = 0; pixel < sphere.height * sphere.width; pixel++) {
    const own = plan.shares.subarray(4 * pixel, 4 * pixel + 4);
    if (own.every((share) => share === 0)) continue;
    for (let channel = 0; channel < channels; channel++) {
      places.push(pixel * channels + channel);
      for (let i = 0; i < 4; i++) corners.push(plan.corners[4 * pixel + i]! * channels + channel);
      shares.push(...own);
    }
  }
  return {
    places: Int32Array.from(places),
    corners: Int32Array.from(corners),
    shares: Float64Array.from(shares),
  };
}

/** Where each pixel of the sphere's picture looks in the flat image; NaN where it sees nothing. */
function looksOf({ height, width }: PixelSize): Float64Array {
  const longer = Math.max(height, width);
  const looks = Float64Array.from(gridCoords(sphere.height, sphere.width));
  for (let at = 0; at < looks.length; at += 2) {
    const [x, y] = projectToPlane(directionAt(looks[at]!, looks[at + 1]!));
    looks[at] = (x * longer) / width;
    looks[at + 1] = (y * longer) / height;
  }
  return looks;
}
