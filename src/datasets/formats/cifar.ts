/**
 * CIFAR-10 and CIFAR-100 in their binary version: records without a header.
 *
 *   CIFAR-10    label, then 3 planes (red, green, blue) of 32 × 32          3,073 bytes
 *   CIFAR-100   coarse label, fine label, then the same planes              3,074 bytes
 *
 * `data_batch_1.bin` to `data_batch_5.bin` (or `train.bin`) train, `test_batch.bin` (`test.bin`) tests;
 * class names stand in `batches.meta.txt`, `fine_label_names.txt` and `coarse_label_names.txt`.
 *
 * The Python version is a pickle and refused: reading it would run code.
 *
 * Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; the data sets' own page.
 */
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { Reading } from '../importing/reading.ts';
import { interleave } from './arrays/imageLayout.ts';
import { partOf } from './arrays/roles.ts';
import type { FileFormat, LabelledPart, ReadParts } from './format.ts';

const SIDE = 32;
const CHANNELS = 3;
const IMAGE = SIDE * SIDE * CHANNELS;

/** One of the two layouts, and what a person wants of it. */
interface CifarLayout {
  /** Bytes before the planes. */
  readonly labelBytes: number;
  /** Which of them is the label. */
  readonly labelAt: number;
  readonly classes: number;
  readonly namesFile: string;
}

const cifar10: CifarLayout = {
  labelBytes: 1,
  labelAt: 0,
  classes: 10,
  namesFile: 'batches.meta.txt',
};
const coarse: CifarLayout = {
  labelBytes: 2,
  labelAt: 0,
  classes: 20,
  namesFile: 'coarse_label_names.txt',
};
const fine: CifarLayout = {
  labelBytes: 2,
  labelAt: 1,
  classes: 100,
  namesFile: 'fine_label_names.txt',
};

export const cifar: FileFormat = {
  id: 'cifar',
  label: 'CIFAR (binary)',
  summary: 'The .bin files of CIFAR-10 or CIFAR-100, or the .tar.gz that they come in.',

  async recognises(files) {
    for (const file of files) {
      if (isBatch(file) || (isBatchName(file) && (await isPickle(file)))) return true;
    }
    return false;
  },

  async read(files, reading) {
    for (const file of files) if (await isPickle(file)) throw pickled(file);
    const batches = files.filter(isBatch);
    const layout = chooseLayout(batches, reading);
    batches.forEach((file) => expectWholeRecords(file, layout));
    files.filter((file) => !isBatch(file) && !isNames(file)).forEach((file) => skip(file, reading));
    const train = batches.filter(({ path }) => partOf(nameOf(path)) !== 'test');
    const test = batches.filter(({ path }) => partOf(nameOf(path)) === 'test');
    const classNames = await readNames(files, layout, reading);
    const [first, second] = train.length > 0 ? [train, test] : [test, train];
    return {
      train: await readPart(first, layout, reading),
      ...(second.length > 0 && { test: await readPart(second, layout, reading) }),
      ...(classNames && { classNames }),
    } satisfies ReadParts;
  },
};

const nameOf = (path: string) => path.split('/').at(-1)!;
const isBatchName = ({ path }: SourceFile) =>
  /^((data|test)_batch(_\d+)?|train|test)(\.bin)?$/i.test(nameOf(path));
const isBatch = (file: SourceFile) => isBatchName(file) && /\.bin$/i.test(file.path);
const isNames = ({ path }: SourceFile) =>
  [cifar10, coarse, fine].some(({ namesFile }) => namesFile === nameOf(path));

/** Pickles of protocol 2 to 5 begin so; label 128 exists in neither data set. */
async function isPickle(file: SourceFile): Promise<boolean> {
  const [first, second] = await file.slice(0, 2);
  return first === 0x80 && second! >= 2 && second! <= 5;
}

function pickled({ name }: SourceFile): LabError {
  return new LabError('python-pickle', {
    found: `${name}, which begins with 80: the Python version (pickle); reading it would run code`,
    expected: 'the binary version of CIFAR, whose files end with .bin',
    fix: 'download cifar-10-binary.tar.gz or cifar-100-binary.tar.gz instead',
  });
}

function skip({ name }: SourceFile, reading: Reading): void {
  reading.skip({ name, reason: 'no batch of CIFAR', kind: 'ignored' });
}

/** By length where only one layout fits, else by name. */
function chooseLayout(batches: readonly SourceFile[], reading: Reading): CifarLayout {
  const fits = ({ labelBytes }: CifarLayout) =>
    batches.every(({ size }) => size % (labelBytes + IMAGE) === 0);
  const namedTen = batches.some(({ path }) => /batch/i.test(nameOf(path)));
  if (fits(cifar10) !== fits(fine) ? fits(cifar10) : namedTen) return cifar10;
  const answer = reading.ask(
    {
      id: 'cifar-labels',
      label: 'Classes of CIFAR-100',
      choices: [
        { value: 'fine', label: '100 classes (apple, aquarium fish, …)' },
        { value: 'coarse', label: '20 superclasses (aquatic mammals, fish, …)' },
      ],
    },
    'fine',
  );
  return answer === 'fine' ? fine : coarse;
}

function expectWholeRecords({ name, size }: SourceFile, { labelBytes }: CifarLayout): void {
  const record = labelBytes + IMAGE;
  if (size > 0 && size % record === 0) return;
  throw new LabError('cifar-length', {
    found: `${name} of ${size} bytes, which is ${size % record} more than ${Math.floor(size / record)} whole records`,
    expected: `a multiple of ${record} bytes: ${labelBytes === 1 ? 'a label' : 'two labels'} and 32 × 32 × 3 values for each image`,
    fix: 'download or copy it again',
  });
}

async function readPart(
  files: readonly SourceFile[],
  layout: CifarLayout,
  reading: Reading,
): Promise<LabelledPart> {
  const record = layout.labelBytes + IMAGE;
  const count = files.reduce((sum, { size }) => sum + size / record, 0);
  const images = new Uint8Array(count * IMAGE);
  const labels = new Uint8Array(count);
  let image = 0;
  for (const file of inOrder(files)) {
    await reading.progress(image, count, `Reading ${file.name}`);
    const bytes = await file.read();
    for (let begin = 0, index = 0; begin < bytes.length; begin += record, image++, index++) {
      labels[image] = expectLabel(bytes[begin + layout.labelAt]!, index, file, layout);
      images.set(bytes.subarray(begin + layout.labelBytes, begin + record), image * IMAGE);
    }
  }
  const shape = [count, SIDE, SIDE, CHANNELS] as const;
  await interleave(images, shape, reading);
  const name =
    files.length === 1 ? files[0]!.name : `${inOrder(files)[0]!.name} and ${files.length - 1} more`;
  return { name, labelsName: name, shape, images, labels };
}

function expectLabel(
  label: number,
  index: number,
  { name }: SourceFile,
  { classes, labelBytes, labelAt }: CifarLayout,
): number {
  if (label < classes) return label;
  const byte = index * (labelBytes + IMAGE) + labelAt;
  throw new LabError('label-range', {
    found: `label ${label} at example ${index} of ${name}, byte ${byte}`,
    expected: `labels from 0 to ${classes - 1}`,
    fix:
      classes === 10
        ? 'choose the files of CIFAR-10; those of CIFAR-100 are called train.bin and test.bin'
        : 'download or copy it again',
  });
}

/** `data_batch_2` before `data_batch_10`, whatever order they were chosen in. */
const inOrder = (files: readonly SourceFile[]) =>
  [...files].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));

async function readNames(
  files: readonly SourceFile[],
  { namesFile, classes }: CifarLayout,
  reading: Reading,
): Promise<string[] | undefined> {
  const file = files.find(({ path }) => nameOf(path) === namesFile);
  if (!file) {
    reading.remark(`Classes are numbered: ${namesFile}, which names them, is not among the files.`);
    return undefined;
  }
  const lines = new TextDecoder().decode(await file.slice(0, 64 * 1024)).split(/\r?\n/);
  const names = lines.map((line) => line.trim()).filter(Boolean);
  if (names.length === classes) return names;
  throw new LabError('class-names', {
    found: `${file.name} with ${names.length} names`,
    expected: `${classes} names, one on each line`,
    fix: 'download or copy it again, or leave it out: classes are then numbered',
  });
}
