/**
 * A dataset as IDX files: images and labels, for one part or for training and test.
 *
 *   images uint8 [count, height, width] or [count, height, width, channels]
 *   labels whole numbers [count]
 *
 * Which file is which follows from its rank. Of four files the names say which belong to the test
 * part (`t10k`, `test`), else their counts do: the larger part trains.
 */
import { LabError } from '../../core/errors.ts';
import { shapeText } from '../../core/shapes.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { FileFormat, LabelledPart, ReadParts } from './format.ts';
import { readIdx, type IdxArray } from './idx.ts';

interface NamedArray extends IdxArray {
  readonly name: string;
}

/** Pixels a side; more is no data for small networks. */
const LARGEST_SIDE = 4096;
const MOST_CHANNELS = 4;

export const idxFiles: FileFormat = {
  id: 'idx',
  label: 'IDX',
  summary: 'Two files (…-images-idx3-ubyte and …-labels-idx1-ubyte) or four (train and t10k).',

  async recognises(files) {
    for (const file of files) if (await isIdx(file)) return true;
    return false;
  },

  async read(files) {
    const arrays: NamedArray[] = [];
    for (const file of files) {
      arrays.push({ name: file.name, ...readIdx({ name: file.name, bytes: await file.read() }) });
    }
    arrays.forEach(expectPlainRank);
    const images = arrays.filter(({ shape }) => shape.length >= 3);
    const labels = arrays.filter(({ shape }) => shape.length === 1);
    expectPairs(images, labels);
    return images.length === 1 ? { train: join(images[0]!, labels[0]!) } : readBoth(images, labels);
  },
};

async function isIdx(file: SourceFile): Promise<boolean> {
  if (/idx\d|ubyte|\.idx$/i.test(file.path)) return true;
  const start = await file.slice(0, 2);
  return start[0] === 0 && start[1] === 0;
}

function expectPlainRank({ name, shape }: NamedArray): void {
  if (shape.length !== 2) return;
  throw new LabError('idx-rank', {
    found: `${name}, a table of ${shapeText(shape)}`,
    expected: '1 dimension (labels), 3 (grey images) or 4 (images with channels)',
    fix: 'store images with their height and width as dimensions of their own',
  });
}

function expectPairs(images: readonly NamedArray[], labels: readonly NamedArray[]): void {
  const namesOf = (arrays: readonly NamedArray[]) => arrays.map(({ name }) => name).join(' and ');
  const fix = 'choose the images and their labels together: two files, or four with a test part';
  if (labels.length < images.length) {
    const found = `images (${namesOf(images)}) with labels for ${labels.length || 'none'} of them`;
    throw new LabError('labels-missing', { found, expected: 'a labels file for each', fix });
  }
  if (images.length < labels.length) {
    const found = `labels (${namesOf(labels)}) with images for ${images.length || 'none'} of them`;
    throw new LabError('images-missing', { found, expected: 'an images file for each', fix });
  }
  if (images.length > 2) {
    const found = `${images.length + labels.length} files`;
    throw new LabError('file-count', { found, expected: 'two or four', fix });
  }
}

function readBoth(images: readonly NamedArray[], labels: readonly NamedArray[]): ReadParts {
  const [trainImages, testImages] = orderByName(images) ?? orderByCount(images);
  const [trainLabels, testLabels] = orderByName(labels) ?? matchCounts(labels, trainImages);
  const train = join(trainImages, trainLabels);
  const test = join(testImages, testLabels);
  const [trainSize, testSize] = [train.shape.slice(1), test.shape.slice(1)];
  if (shapeText(trainSize) === shapeText(testSize)) return { train, test };
  throw new LabError('size-mismatch', {
    found: `${train.name} of ${shapeText(trainSize)} and ${test.name} of ${shapeText(testSize)}`,
    expected: 'training and test images of one size',
    fix: 'choose files of one dataset',
  });
}

type TrainAndTest = readonly [train: NamedArray, test: NamedArray];

/** Undefined where the names do not tell the two apart. */
function orderByName(pair: readonly NamedArray[]): TrainAndTest | undefined {
  const [first, second] = pair as TrainAndTest;
  const roles = [roleOf(first.name), roleOf(second.name)];
  if (roles[0] === roles[1]) return undefined;
  return roles[0] === 'test' || roles[1] === 'train' ? [second, first] : [first, second];
}

function roleOf(name: string): 'train' | 'test' | undefined {
  if (/t10k|test/i.test(name)) return 'test';
  return /train/i.test(name) ? 'train' : undefined;
}

function orderByCount(pair: readonly NamedArray[]): TrainAndTest {
  const [first, second] = pair as TrainAndTest;
  if (first.shape[0] === second.shape[0]) throw ambiguous(pair);
  return first.shape[0]! > second.shape[0]! ? [first, second] : [second, first];
}

/** The labels that fit the training images first; where none does, join() says so. */
function matchCounts(pair: readonly NamedArray[], trainImages: NamedArray): TrainAndTest {
  const [first, second] = pair as TrainAndTest;
  if (first.shape[0] === second.shape[0]) throw ambiguous(pair);
  return second.shape[0] === trainImages.shape[0] ? [second, first] : [first, second];
}

function ambiguous(pair: readonly NamedArray[]): LabError {
  return new LabError('ambiguous-parts', {
    found: `${pair.map(({ name }) => name).join(' and ')}, with ${pair[0]!.shape[0]} examples each`,
    expected: 'names or counts that tell training from test files',
    fix: 'put "train" and "test" into the names',
  });
}

function join(images: NamedArray, labels: NamedArray): LabelledPart {
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  expectImages(images, channels);
  if (labels.shape[0] !== count) {
    throw new LabError('count-mismatch', {
      found: `${count} images in ${images.name} and ${labels.shape[0]} labels in ${labels.name}`,
      expected: 'one label for each image',
      fix: 'choose files that belong together',
    });
  }
  return {
    name: images.name,
    labelsName: labels.name,
    shape: [count, height, width, channels],
    images: images.values as Uint8Array,
    labels: labels.values,
  };
}

function expectImages({ name, shape, values }: NamedArray, channels: number): void {
  if (shape.includes(0)) {
    throw new LabError('empty-dataset', {
      found: `${name}, whose sizes ${shapeText(shape)} hold no pixel`,
      expected: 'at least two images',
      fix: 'choose another file',
    });
  }
  if (!(values instanceof Uint8Array)) {
    throw new LabError('idx-type', {
      found: `${name}, images of ${values.constructor.name.replace('Array', '').toLowerCase()}`,
      expected: 'uint8 images',
      fix: 'convert the file to uint8 (0 = black, 255 = full)',
    });
  }
  if (channels > MOST_CHANNELS || Math.max(shape[1]!, shape[2]!) > LARGEST_SIDE) {
    throw new LabError('image-size', {
      found: `${name}, whose sizes are ${shapeText(shape)}`,
      expected: `count, height, width (at most ${LARGEST_SIDE}), channels (at most ${MOST_CHANNELS})`,
      fix: 'order the dimensions so, channels last',
    });
  }
}
