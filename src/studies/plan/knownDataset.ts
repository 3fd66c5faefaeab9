/**
 * What must be known of a dataset before anything runs: its sizes and how many images it has. Of the
 * datasets of the list it is known without loading an image; of own files whoever has them knows.
 */
import { readOptions, type OptionRecord } from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { findDataset } from '../../datasets/index.ts';
import type { CountedImages } from '../../training/enoughImages.ts';
import { familySizesOf } from '../../training/slices.ts';
import type { ImageSize } from '../duration.ts';

export interface KnownDataset extends ImageSize, CountedImages {}

/**
 * Looks a dataset up as a spec chooses it; undefined where nothing is known of it.
 *
 * @param seed of the run, by which whole families are set aside for validation
 */
export type DatasetLookup = (dataset: SystemChoice, seed: number) => KnownDataset | undefined;

/** Of a dataset that is in memory. */
export function knownOf(dataset: Dataset, seed: number): KnownDataset {
  const { label, height, width, channels, classNames, train } = dataset;
  return {
    ...{ label, height, width, channels, classes: classNames.length },
    trainCount: train.count,
    familySizes: familySizesOf(train, seed),
  };
}

/** Those that ship with the lab or are drawn by it; a test compares them with what is loaded. */
const embedded: Readonly<Record<string, Omit<KnownDataset, 'label'>>> = {
  typefaces: { height: 28, width: 28, channels: 1, classes: 10, trainCount: 10_000 },
  where: { height: 28, width: 28, channels: 1, classes: 9, trainCount: 10_000 },
  'what-and-where': { height: 28, width: 28, channels: 1, classes: 8, trainCount: 10_000 },
};

/** Options that leave sizes and counts as they are, whatever their value. */
const harmless = ['surface', 'permutation', 'permutationSeed'];

/** Of the datasets of the list, as far as their options leave it certain. */
export const listedDataset: DatasetLookup = ({ id, options }) => {
  const system = findDataset(id);
  const size = Object.hasOwn(embedded, id) ? embedded[id]! : downloadSize(id);
  if (!size) return undefined;
  const { side, colour, ...others } = readOptions(
    system.options,
    options,
    system.label,
  ) as OptionRecord;
  const isCertain = Object.entries(others).every(
    ([name, value]) => harmless.includes(name) || system.options[name]!.default === value,
  );
  if (!isCertain) return undefined;
  const scaled = scaledSize(size, side === undefined ? NaN : Number.parseInt(String(side)));
  return { ...size, ...scaled, ...(colour === 'grey' && { channels: 1 }), label: system.label };
};

function downloadSize(id: string): Omit<KnownDataset, 'label'> | undefined {
  const { download } = findDataset(id);
  if (!download) return undefined;
  const { height, width, channels, classNames, trainCount } = download;
  return { height, width, channels, classes: classNames.length, trainCount };
}

/** @param side of the longer side, in pixels; NaN: as it is */
function scaledSize({ height, width }: ImageSize, side: number) {
  if (Number.isNaN(side)) return { height, width };
  const scale = side / Math.max(height, width);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { height: scaled(height), width: scaled(width) };
}
