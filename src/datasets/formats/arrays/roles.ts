/**
 * Which of several arrays are images and which labels, of the training or of the test part.
 *
 * Kinds follow from ranks, and from names where a table could be either; parts from names (`train`,
 * `test`, `t10k`), else from counts: the larger part trains. What neither tells is asked.
 */
import { LabError } from '../../../core/errors.ts';
import { shapeText } from '../../../core/shapes.ts';
import type { Question, Reading } from '../../importing/reading.ts';
import type { ArraySource } from './arraySource.ts';

export interface ArrayPair {
  readonly images: ArraySource;
  readonly labels: ArraySource;
}

export interface ArrayRoles {
  readonly train: ArrayPair;
  readonly test?: ArrayPair;
}

export type PartName = 'train' | 'test' | 'validation';

/** Numbers in a row from which on a nameless table holds images rather than one-hot labels. */
const FLAT_IMAGE = 64;
const NONE = 'none';

export function findRoles(arrays: readonly ArraySource[], reading: Reading): ArrayRoles {
  const used = leaveOutValidation(arrays, reading);
  const images = used.filter((array) => kindOf(array) === 'images');
  const labels = used.filter((array) => kindOf(array) === 'labels');
  if (images.length === 0) throw missing('images', labels, arrays);
  if (labels.length === 0) throw missing('labels', images, arrays);
  if (images.length === 1 && labels.length === 1) {
    return { train: { images: images[0]!, labels: labels[0]! } };
  }
  return pairsByName(images, labels) ?? pairsByCount(images, labels) ?? askRoles(used, reading);
}

/** undefined where a name says nothing. Not every `test` tests: `latest`, `contest`. */
export function partOf(name: string): PartName | undefined {
  const text = name.toLowerCase();
  if (/t10k|(^|[^a-z]|x|y)test/.test(text)) return 'test';
  if (/(^|[^a-z]|x|y)train/.test(text)) return 'train';
  return /(^|[^a-z])(val|valid|validation|dev)([^a-z]|$)/.test(text) ? 'validation' : undefined;
}

/** Its name before the folders that it lies in, the nearest first. */
export function partOfPath(path: string): PartName | undefined {
  return path
    .split('/')
    .reverse()
    .map(partOf)
    .find((part) => part !== undefined);
}

/** A third part is neither trained on nor tested on. */
function leaveOutValidation(arrays: readonly ArraySource[], reading: Reading): ArraySource[] {
  const left = arrays.filter(({ key }) => partOf(key) === 'validation');
  const rest = arrays.filter((array) => !left.includes(array));
  if (left.length === 0 || !rest.some((array) => kindOf(array) === 'images')) return [...arrays];
  reading.remark(`Left out: ${left.map(({ key }) => key).join(', ')}, a part for validation.`);
  return rest;
}

function kindOf({ key, shape }: ArraySource): 'images' | 'labels' | undefined {
  if (shape.length === 0 || shape.length > 4) return undefined;
  if (shape.length !== 2) return shape.length === 1 ? 'labels' : 'images';
  if (shape[1] === 1) return 'labels';
  if (isNamedImages(key)) return 'images';
  return isNamedLabels(key) || shape[1]! < FLAT_IMAGE ? 'labels' : 'images';
}

/** A key without what it says of the part: `x` of `x_train`. */
const kindWords = (key: string) =>
  key
    .toLowerCase()
    .replace(/t10k|testing|test|training|train|validation|valid|val/g, ' ')
    .split(/[^a-z]+/);
const isNamedImages = (key: string) =>
  kindWords(key).some((word) => /^(x|images?|imgs?|data|pixels?|features?|inputs?)$/.test(word));
const isNamedLabels = (key: string) =>
  kindWords(key).some((word) => /^(y|labels?|targets?|class(es)?)$/.test(word));

/** Where each name says its part, and each part has one array of each kind. */
function pairsByName(
  images: readonly ArraySource[],
  labels: readonly ArraySource[],
): ArrayRoles | undefined {
  const only = (arrays: readonly ArraySource[], part: PartName) => {
    const found = arrays.filter(({ key }) => partOf(key) === part);
    return found.length === 1 ? found[0] : undefined;
  };
  const train = pairOf(only(images, 'train'), only(labels, 'train'));
  const test = pairOf(only(images, 'test'), only(labels, 'test'));
  if (train && test) return { train, test };
  return undefined;
}

const pairOf = (images?: ArraySource, labels?: ArraySource): ArrayPair | undefined =>
  images && labels ? { images, labels } : undefined;

/**
 * Two of each: a name of either kind may say which is the test part, else the larger part trains;
 * labels without a telling name go where their count fits.
 */
function pairsByCount(
  images: readonly ArraySource[],
  labels: readonly ArraySource[],
): ArrayRoles | undefined {
  if (images.length !== 2 || labels.length !== 2) return undefined;
  const [trainImages, testImages] = orderByName(images) ?? orderByCount(images) ?? [];
  if (!trainImages || !testImages) return undefined;
  const [trainLabels, testLabels] = orderByName(labels) ?? orderLike(labels, trainImages) ?? [];
  if (!trainLabels || !testLabels) return undefined;
  return {
    train: { images: trainImages, labels: trainLabels },
    test: { images: testImages, labels: testLabels },
  };
}

type TrainAndTest = readonly [train: ArraySource, test: ArraySource];

/** Undefined where the names do not tell the two apart. */
function orderByName(pair: readonly ArraySource[]): TrainAndTest | undefined {
  const [first, second] = pair as TrainAndTest;
  const parts = [partOf(first.key), partOf(second.key)];
  if (parts[0] === parts[1]) return undefined;
  return parts[0] === 'test' || parts[1] === 'train' ? [second, first] : [first, second];
}

function orderByCount(pair: readonly ArraySource[]): TrainAndTest | undefined {
  const [first, second] = pair as TrainAndTest;
  if (first.shape[0] === second.shape[0]) return undefined;
  return first.shape[0]! > second.shape[0]! ? [first, second] : [second, first];
}

/** The labels that fit the training images first; where none does, their count is found wrong later. */
function orderLike(pair: readonly ArraySource[], images: ArraySource): TrainAndTest | undefined {
  const [first, second] = pair as TrainAndTest;
  if (first.shape[0] === second.shape[0]) return undefined;
  return second.shape[0] === images.shape[0] ? [second, first] : [first, second];
}

function askRoles(arrays: readonly ArraySource[], reading: Reading): ArrayRoles {
  const images = arrays.filter((array) => kindOf(array) === 'images');
  const labels = arrays.filter(({ shape }) => shape.length === 1 || shape.length === 2);
  const trainImages = askFor(
    'train-images',
    'Training images',
    images,
    suggest(images, 'train'),
    reading,
  )!;
  const fitting = (to: ArraySource) => {
    const fit = labels.filter(({ shape, key }) => shape[0] === to.shape[0] && key !== to.key);
    return fit.length > 0 ? fit : labels.filter(({ key }) => key !== to.key);
  };
  const train = {
    images: trainImages,
    labels: askForLabels('train', fitting(trainImages), reading),
  };
  const others = images.filter(({ key }) => key !== trainImages.key);
  if (others.length === 0) return { train };
  const suggestion = suggest(others, 'test') ?? NONE;
  const testImages = askFor('test-images', 'Test images', others, suggestion, reading, true);
  if (!testImages) return { train };
  const left = fitting(testImages).filter(({ key }) => key !== train.labels.key);
  if (left.length === 0) throw missing('labels', [testImages], arrays);
  return { train, test: { images: testImages, labels: askForLabels('test', left, reading) } };
}

const askForLabels = (part: 'train' | 'test', choices: readonly ArraySource[], reading: Reading) =>
  askFor(
    `${part}-labels`,
    part === 'train' ? 'Labels of the training images' : 'Labels of the test images',
    choices,
    choices.length === 1
      ? choices[0]!.key
      : suggest(
          choices.filter(({ key }) => isNamedLabels(key)),
          part,
        ),
    reading,
  )!;

/** The only one whose name says that part; null where there is none, or several. */
function suggest(arrays: readonly ArraySource[], part: PartName): string | null {
  const named = arrays.filter(({ key }) => partOf(key) === part);
  if (named.length === 1) return named[0]!.key;
  return part === 'train' && arrays.length === 1 ? arrays[0]!.key : null;
}

function askFor(
  role: string,
  label: string,
  arrays: readonly ArraySource[],
  suggestion: string | null,
  reading: Reading,
  mayBeNone = false,
): ArraySource | undefined {
  const question: Question = {
    id: `array/${role}`,
    label,
    help: 'The names and sizes of the arrays do not tell.',
    choices: [
      ...arrays.map((array) => ({ value: array.key, label: describe(array) })),
      ...(mayBeNone ? [{ value: NONE, label: 'None: keep a share of the training images' }] : []),
    ],
  };
  const answer = reading.ask(question, suggestion);
  return arrays.find(({ key }) => key === answer);
}

const describe = ({ key, shape, type }: ArraySource) => `${key}: ${shapeText(shape)} ${type}`;

function missing(
  what: 'images' | 'labels',
  found: readonly ArraySource[],
  all: readonly ArraySource[],
): LabError {
  const other = what === 'images' ? 'labels' : 'images';
  const names = found.map(({ name }) => name).join(' and ');
  const arrays = all.map(describe).join('; ') || 'no array';
  return new LabError(`${what}-missing`, {
    found:
      found.length > 0
        ? `${other} (${names}) with ${what} for none of them, among ${arrays}`
        : arrays,
    expected: `images (count × height × width, or with channels) and labels (count), for each part`,
    fix: 'choose the images and their labels together: one pair, or two with a test part',
  });
}
