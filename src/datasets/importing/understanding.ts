/**
 * From files to a dataset that is understood but not yet sealed: a format reads them, then come the
 * split, the checks and the search for duplicates, which are the same for all formats.
 *
 * The same bytes give the same dataset in whatever order and under whatever name they are chosen;
 * only an answer of the person changes it.
 */
import { cleanName } from '../../core/shownText.ts';
import { countConstantImages } from '../analysis/counts.ts';
import { visitSlices } from '../analysis/slices.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { ReadParts } from '../formats/format.ts';
import * as checks from './checks.ts';
import { settleDuplicates } from './duplicates.ts';
import { formatOf } from './formatOf.ts';
import type { Reading } from './reading.ts';
import { splitByClass } from './splitting.ts';

export interface Understood {
  readonly dataset: UnsealedDataset;
  /** Label of the format. */
  readonly format: string;
  /** How its files were checked before they were read; absent: they were not. */
  readonly checked?: string;
}

/** What files cannot say of the images in them. */
export interface Provenance {
  /** The name to suggest; absent: as the files are called. */
  readonly label?: string;
  readonly source: string;
  readonly licence: string;
}

export async function understandFiles(
  files: readonly SourceFile[],
  provenance: Provenance,
  reading: Reading,
): Promise<Understood> {
  const format = await formatOf(files);
  const parts = await format.read(files, reading);
  return { format: format.label, dataset: await datasetOf(parts, provenance, reading) };
}

/** Images and labels as files hold them, checked and divided. */
export async function datasetOf(
  parts: ReadParts,
  { label = nameOf(parts), source, licence }: Provenance,
  reading: Reading,
): Promise<UnsealedDataset> {
  const { classNames, train, test } = divide(parts, reading);
  const [, height, width, channels] = parts.train.shape;
  const whole = { id: 'own', label, height, width, channels, classNames, train, test };
  const dataset = await settleDuplicates({ ...whole, source, licence }, reading);
  await remarkOnImages(dataset, reading);
  return dataset;
}

function divide(
  { train, test, classNames: named }: ReadParts,
  reading: Reading,
): Pick<UnsealedDataset, 'train' | 'test' | 'classNames'> {
  const parts = test ? [train, test] : [train];
  parts.forEach(checks.expectImages);
  if (test) checks.expectOneSize(train, test);
  const labels = parts.map((part) => checks.readLabels(part, named?.length));
  checks.expectTwoClasses(labels[0]!, train.labelsName);
  const classNames = checks.readClassNames(named, labels).map(cleanName);
  const [whole, own] = parts.map(({ images, shape }, index): ImageSet => ({
    count: shape[0],
    images,
    labels: labels[index]!,
  }));
  return own
    ? { classNames, train: whole!, test: own }
    : { classNames, ...splitByClass(whole!, classNames.length, reading) };
}

async function remarkOnImages(dataset: UnsealedDataset, reading: Reading): Promise<void> {
  const { classNames, train, test } = dataset;
  checks.remarksOnClasses(classNames, train.labels, test.labels).forEach(reading.remark);
  let constant = 0;
  await visitSlices(
    dataset,
    (slice) => (constant += countConstantImages(dataset, slice)),
    (done, of) => reading.progress(done, of, 'Checking images'),
  );
  if (constant > 0) {
    const images = constant === 1 ? '1 image is' : `${constant.toLocaleString('en')} images are`;
    reading.remark(`${images} of one value throughout: nothing can be seen there.`);
  }
}

/** `my-images-idx3-ubyte` reads `my-images`. */
function nameOf({ train, test }: ReadParts): string {
  const short = (name: string) => name.replace(/[-_.]?(idx\d.*|idx|bin)$/i, '') || name;
  return cleanName((test ? [train, test] : [train]).map(({ name }) => short(name)).join(' + '));
}
