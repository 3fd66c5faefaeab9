/**
 * Images as models receive them through a viewing: seen once by the sensor, shown once to all models
 * that read alike.
 */
import type { ImageSize } from '../core/geometry.ts';
import { areaOnSurface } from '../core/surface.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import type { SetPart } from '../training/answers.ts';
import { gatherBatch } from '../training/batches.ts';
import {
  createPresenters,
  type Levels,
  type Presenter,
  type Shown,
} from '../training/presenting.ts';
import { readViewing, type Viewing } from '../training/viewing.ts';

export type Reads = 'pixels' | 'grid';

/** Images that are shown through the same geometry. */
export interface ShownImages extends SetPart {
  /** Place of the first of them among those asked for. */
  readonly begin: number;
}

export interface Showing {
  readonly presenterFor: ReturnType<typeof createPresenters>;
  readonly size: ImageSize;
}

/** @throws LabError where the viewing is illegal, or its sensor cannot look at such images */
export function createShowing(viewing: Viewing, dataset: Dataset): Showing {
  const { surface } = dataset;
  const size = sizeOf(dataset);
  const density = surface && ((x: number, y: number) => areaOnSurface(surface, x, y));
  return { presenterFor: createPresenters(readViewing(viewing), size, density), size };
}

/** Images that are seen without a pause. */
const PIECE = 20;
/** Images that are shown without a pause. */
const SHOWN = 200;

export interface TestPart {
  /** Place of the first of them in the survey's order. */
  readonly begin: number;
  readonly indices: Int32Array;
}

/** Test images, seen piece by piece; what they are to those that read so is made when first asked for. */
export async function showTestImages(
  { presenterFor, size }: Showing,
  { test }: Pick<Dataset, 'test'>,
  { begin, indices }: TestPart,
  pass: () => Promise<void>,
): Promise<(reads: Reads) => Promise<readonly ShownImages[]>> {
  const { see } = presenterFor('grid');
  const perImage = size.height * size.width * size.channels;
  const pieces: Levels[] = [];
  for (let at = 0; at < indices.length; at += PIECE) {
    const { values } = gatherBatch(test, perImage, indices.subarray(at, at + PIECE));
    pieces.push(see(values, begin + at));
    await pass();
  }
  const seen = joined(pieces);
  const labels = Uint8Array.from(indices, (index) => test.labels[index]!);
  return once(async (reads) => {
    const presenter = presenterFor(reads);
    const images = { seen, count: indices.length, first: begin };
    const shown: ShownEach[] = [];
    for (const each of showEach(presenter, images)) {
      shown.push(each);
      await pass();
    }
    const sets = presenter.together || reads === 'grid' ? [allOf(shown)] : shown;
    return sets.map((set) => setOf(set, labels.subarray(set.begin, set.begin + set.count)));
  });
}

/** Images that are shown alike, as one. */
const allOf = (shown: readonly ShownEach[]): ShownEach => ({
  ...shown[0]!,
  count: shown.reduce((sum, { count }) => sum + count, 0),
  levels: joined(shown.map(({ levels }) => levels)),
});

interface SeenImages {
  readonly seen: Levels;
  readonly count: number;
  readonly first: number;
}

export interface ShownEach extends Shown {
  readonly begin: number;
  readonly count: number;
}

/** Many images at once, or each alone where their geometry differs. */
export function* showEach(
  { together, show }: Presenter,
  { seen, count, first }: SeenImages,
): Generator<ShownEach> {
  const most = together ? SHOWN : 1;
  const perImage = seen.length / count;
  for (let begin = 0; begin < count; begin += most) {
    const end = Math.min(count, begin + most);
    const own = seen.subarray(begin * perImage, end * perImage);
    yield { begin, count: end - begin, ...show(own, first + begin) };
  }
}

function setOf({ begin, count, levels, view }: ShownEach, labels: Uint8Array): ShownImages {
  const set: ImageSet = { count, images: levels, labels };
  return { begin, set, indices: Int32Array.from({ length: count }, (_, i) => i), view };
}

function joined(pieces: readonly Levels[]): Levels {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Made when first asked for, then kept. */
export function once<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}

export const sizeOf = ({ height, width, channels }: Dataset): ImageSize => ({
  height,
  width,
  channels,
});
