/**
 * From files that a person chose to a dataset: whole and checked, or a LabError and nothing.
 *
 * Where the files do not tell training from test images, the examples are shuffled with a fixed seed
 * and the first 80 % train. The same bytes give the same dataset and id, in whatever order and
 * under whatever name they are chosen.
 */
import { LabError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { cleanName } from '../../core/shownText.ts';
import { sealDataset, type Dataset, type ImageSet } from '../dataset.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { Reading } from '../importing/reading.ts';
import type { FileFormat, LabelledPart } from './format.ts';
import { unpack, type NamedBytes } from '../files/gzip.ts';
import { LARGEST_FILE } from '../files/sourceFile.ts';
import { hexOf } from './idx.ts';
import { formats } from './index.ts';

const SPLIT_SEED = 0;
const TRAINING_SHARE = 0.8;
/** Labels are stored in a byte. */
const MOST_CLASSES = 256;

export async function importFiles(files: readonly File[]): Promise<Dataset> {
  const read: NamedBytes[] = [];
  for (const file of files) read.push(await unpack(await readFile(file)));
  const sources = read.map(sourceOf);
  const { train, test } = await (await findFormat(sources)).read(sources, unasking);
  const parts = test ? [train, test] : [train];
  const classes = Math.max(...parts.map(highestLabel)) + 1;
  const [trainSet, testSet] = test ? [wholeSet(train), wholeSet(test)] : split(train);
  expectClasses(trainSet, train.labelsName);

  const [, height, width, channels] = train.shape;
  const dataset = await sealDataset({
    id: 'own',
    label: cleanName(parts.map(({ name }) => shortName(name)).join(' + ')),
    height,
    width,
    channels,
    classNames: Array.from({ length: classes }, (_, index) => String(index)),
    train: trainSet,
    test: testSet,
    source: `own files: ${read.map(({ name }) => name).join(', ')}`,
    licence: 'as their maker says',
  });
  return { ...dataset, id: `own/${dataset.sha256.slice(0, 16)}` };
}

async function readFile(file: File): Promise<NamedBytes> {
  const name = cleanName(file.name);
  if (file.size > LARGEST_FILE) {
    throw new LabError('too-large', {
      found: `${name} of ${file.size} bytes`,
      expected: `at most ${LARGEST_FILE} bytes`,
      fix: 'choose a smaller part of the data',
    });
  }
  const bytes = await file.arrayBuffer().catch(() => {
    throw new LabError('file-unreadable', {
      found: `${name}, which cannot be read`,
      expected: 'a file that still exists, no folder',
      fix: 'choose the files again',
    });
  });
  if (bytes.byteLength > 0) return { name, bytes: new Uint8Array(bytes) };
  throw new LabError('empty-file', {
    found: `${name}, which holds nothing`,
    expected: 'a file with data',
    fix: 'download or copy it again',
  });
}

const sourceOf = ({ name, bytes }: NamedBytes): SourceFile => ({
  path: name,
  name,
  size: bytes.length,
  read: () => Promise.resolve(bytes),
  slice: (begin, end) => Promise.resolve(bytes.slice(begin, end)),
});

/** Takes every suggestion. */
const unasking: Reading = {
  progress: () => Promise.resolve(),
  ask(question, suggestion) {
    if (suggestion !== null) return suggestion;
    throw new LabError('question', {
      found: 'files that leave something open',
      expected: `an answer to: ${question.label}`,
      fix: 'import them on the page',
    });
  },
  skip: () => {},
  remark: () => {},
  decodePicture: ({ name }) => Promise.reject(new Error(`${name}: no decoder`)),
};

async function findFormat(files: readonly SourceFile[]): Promise<FileFormat> {
  for (const format of formats) if (await format.recognises(files)) return format;
  const starts = await Promise.all(
    files.map(async (file) => `${file.name} (begins with ${hexOf(await file.slice(0, 4))})`),
  );
  throw new LabError('unknown-format', {
    found: starts.join(', ') || 'no file',
    expected: formats.map((each) => `${each.label}: ${each.summary}`).join(' '),
    fix: 'choose such files, packed as .gz or not',
  });
}

/** A label of −1 or 300 would train on nothing, silently: refused with its place. */
function highestLabel({ labels, labelsName }: LabelledPart): number {
  let highest = 0;
  for (const [index, label] of labels.entries()) {
    if (label < 0 || label >= MOST_CLASSES) throw labelOutOfRange(label, index, labelsName);
    highest = Math.max(highest, label);
  }
  return highest;
}

function labelOutOfRange(label: number, index: number, labelsName: string): LabError {
  return new LabError('label-range', {
    found: `label ${label} at example ${index} of ${labelsName}`,
    expected: `labels from 0 to ${MOST_CLASSES - 1}`,
    fix: 'number the classes from 0',
  });
}

function expectClasses({ labels }: ImageSet, labelsName: string): void {
  if (labels.some((label) => label !== labels[0])) return;
  throw new LabError('one-class', {
    found: `${labels.length} training examples, all of class ${labels[0]}, in ${labelsName}`,
    expected: 'at least two classes: with one, every model is always right',
    fix: 'choose data of several classes',
  });
}

function wholeSet({ shape, images, labels }: LabelledPart): ImageSet {
  return { count: shape[0], images, labels: Uint8Array.from(labels) };
}

function split(part: LabelledPart): [train: ImageSet, test: ImageSet] {
  const order = createRandom(SPLIT_SEED).stream('data/split').permutation(part.shape[0]);
  const border = Math.floor(TRAINING_SHARE * order.length);
  return [pick(part, order.subarray(0, border)), pick(part, order.subarray(border))];
}

function pick({ shape, images, labels }: LabelledPart, order: Int32Array): ImageSet {
  const imageSize = images.length / shape[0];
  const picked = new Uint8Array(order.length * imageSize);
  order.forEach((from, to) => {
    picked.set(images.subarray(from * imageSize, (from + 1) * imageSize), to * imageSize);
  });
  return { count: order.length, images: picked, labels: Uint8Array.from(order, (i) => labels[i]!) };
}

/** `t10k-images-idx3-ubyte` reads `t10k-images`. */
const shortName = (name: string) => name.replace(/[-_.]?(idx\d.*|idx|bin)$/i, '') || name;
