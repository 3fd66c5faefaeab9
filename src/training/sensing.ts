/**
 * What a sensor and a geometry mean for models: where the pixels look, what each counts for, and how
 * a grid is made of them again.
 *
 *   sensor place -> lens -> geometric changes, the last first -> where it looks in the image
 */
import { pixelCentre } from '../core/coordinates.ts';
import { LabError } from '../core/errors.ts';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { invertMap, stretchOf } from '../core/invert.ts';
import { planSampling, sample } from '../core/sampling.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import type { PixelView } from './model.ts';
import { nearestPixels } from './nearestPixels.ts';

type PlaneSize = Pick<ImageSize, 'height' | 'width'>;

/** Which pixels of a sensor a model is told of, and where it is told that they look. */
export interface ToldPixels {
  readonly view: PixelView;
  /** [places] number of the sensor's pixel there; -1 where none looks, and black is assumed. */
  readonly pixelAt: Int32Array;
}

/** Less of the image than this share may go unseen before black is assumed there. */
const UNSEEN = 1e-3;

const inside = (x: number, y: number): boolean => Math.abs(x) <= 1 && Math.abs(y) <= 1;

/**
 * Pixels that are dead or look outside the image are left out. Where nothing looks black is assumed,
 * as outside the image: a model learnt to expect all of its grid.
 *
 * @param geometry where a place of the sensor looks in the image
 * @param size of the images that the model is trained on
 * @param density of area at a position of the image: 1 on a plane
 */
export function tellPixels(
  plan: SensorPlan,
  geometry: InverseMap,
  size: PlaneSize,
  { weighted, density }: { weighted: boolean; density: (x: number, y: number) => number },
): ToldPixels {
  const looks: number[] = [];
  const pixelAt: number[] = [];
  const areas: number[] = [];
  const unit = size.height * size.width * shareOfPixel(plan);
  forEachLiving(plan, (pixel, x, y) => {
    const look = geometry(x, y);
    if (!inside(look[0], look[1])) return; // NaN, too
    looks.push(...look);
    pixelAt.push(pixel);
    areas.push(
      unit * (plan.areas?.[pixel] ?? 1) * stretchOf(geometry, x, y) * density(look[0], look[1]),
    );
  });
  if (pixelAt.length === 0) throw seesNothing();
  const seen = areas.reduce((sum, area) => sum + area, 0) / (size.height * size.width);
  if (seen < 1 - UNSEEN && !plan.dead) {
    for (const look of unseenCentres(plan, geometry, size)) {
      looks.push(...look);
      pixelAt.push(-1);
      areas.push(density(...look));
    }
  }
  const coords = Float32Array.from(looks);
  const weights = Float32Array.from(areas, (area) => Math.max(area, SMALLEST_WEIGHT));
  return {
    view: weighted ? { coords, weights } : { coords },
    pixelAt: Int32Array.from(pixelAt),
  };
}

/** A logarithm is taken of weights. */
const SMALLEST_WEIGHT = 1e-6;

/** Share of the sensor that a pixel of area 1 stands for, dead ones left out. */
function shareOfPixel(plan: SensorPlan): number {
  let total = 0;
  forEachLiving(plan, (pixel) => (total += plan.areas?.[pixel] ?? 1));
  if (total === 0) throw seesNothing();
  return 1 / total;
}

function forEachLiving(
  { places, dead }: SensorPlan,
  visit: (pixel: number, x: number, y: number) => void,
): void {
  for (let pixel = 0; pixel < places.length / 2; pixel++) {
    if (!dead?.[pixel]) visit(pixel, places[2 * pixel]!, places[2 * pixel + 1]!);
  }
}

function seesNothing(): LabError {
  return new LabError('no-pixels', {
    found: 'a sensor of which no pixel looks at the image',
    expected: 'at least one pixel inside the image',
    fix: 'move the image back, or choose a wider lens or more pixels',
  });
}

/**
 * Centres of those pixels of the image at which the sensor looks nowhere. Each of the sensor's
 * pixels is asked at so many points that the next one looks less than a pixel further on.
 */
function unseenCentres(
  plan: SensorPlan,
  geometry: InverseMap,
  size: PlaneSize,
): [number, number][] {
  const { height, width } = size;
  const seen = new Uint8Array(height * width);
  const half = Math.sqrt(plan.places.length / 2) ** -1; // of a pixel's side, on the sensor
  const see = ([x, y]: readonly [number, number]) => {
    if (!inside(x, y)) return;
    const column = Math.min(width - 1, Math.floor(((x + 1) / 2) * width));
    const row = Math.min(height - 1, Math.floor(((y + 1) / 2) * height));
    seen[row * width + column] = 1;
  };
  forEachLiving(plan, (_, x, y) => {
    const points = pointsAcross(geometry, [x, y], half, size);
    for (let i = 0; i < points; i++) {
      for (let j = 0; j < points; j++) {
        see(geometry(x + half * pixelCentre(i, points), y + half * pixelCentre(j, points)));
      }
    }
  });
  return centresOf(size).filter((_, pixel) => !seen[pixel]);
}

const MOST_POINTS = 12;

/** How many points a pixel of the sensor is asked at, to a side. */
function pointsAcross(
  geometry: InverseMap,
  [x, y]: readonly [number, number],
  half: number,
  { height, width }: PlaneSize,
): number {
  const [left, right] = [geometry(x - half, y), geometry(x + half, y)];
  const [top, bottom] = [geometry(x, y - half), geometry(x, y + half)];
  const across = Math.max(Math.abs(right[0] - left[0]), Math.abs(bottom[0] - top[0])) * width;
  const down = Math.max(Math.abs(right[1] - left[1]), Math.abs(bottom[1] - top[1])) * height;
  const pixels = Math.max(across, down) / 2;
  return Number.isFinite(pixels) ? Math.min(MOST_POINTS, 1 + Math.ceil(pixels)) : MOST_POINTS;
}

function centresOf({ height, width }: PlaneSize): [number, number][] {
  return Array.from({ length: height * width }, (_, pixel) => [
    pixelCentre(pixel % width, width),
    pixelCentre(Math.floor(pixel / width), height),
  ]);
}

/** Makes images of a grid from what a sensor saw: [count, pixels, channels] → [count, height, width, channels]. */
export type ToGrid = (seen: Float32Array, channels: number) => Float32Array<ArrayBuffer>;

/** The sensor's own picture, as large as the grid; where it has none, the nearest pixel. */
export function asItIs(plan: SensorPlan, size: PlaneSize): ToGrid {
  return resampled(plan, Float64Array.from(centresOf(size).flat()), false);
}

/**
 * The image upright again; black where nothing looks.
 *
 * @param geometry undefined: every place looks straight ahead
 */
export function straightened(
  plan: SensorPlan,
  geometry: InverseMap | undefined,
  size: PlaneSize,
): ToGrid {
  const where = geometry ? invertMap(geometry) : (x: number, y: number) => [x, y] as const;
  const places = centresOf(size).flatMap(([x, y]) => {
    const place = where(x, y);
    return inside(place[0], place[1]) ? place : [NaN, NaN];
  });
  if (places.every(Number.isNaN)) throw seesNothing();
  return resampled(plan, Float64Array.from(places), true);
}

/** @param mends are dead pixels replaced by their nearest neighbours? */
function resampled(plan: SensorPlan, places: Float64Array, mends: boolean): ToGrid {
  const { lattice, dead } = plan;
  if (lattice && !(dead && mends)) {
    const shares = planSampling(lattice, places, 'edge');
    return (seen, channels) => sample(seen, { ...lattice, channels }, shares);
  }
  const pixels = plan.places.length / 2;
  const nearest = nearestPixels(plan, places);
  return (seen, channels) => sample(seen, { height: 1, width: pixels, channels }, nearest);
}
