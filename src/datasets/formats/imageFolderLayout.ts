/**
 * What the folders of pictures say: the class, and where they tell it, the part.
 *
 *   cat/1.png                     a class, to be divided into training and test images
 *   train/cat/1.png               a part and a class; also training, and test, testing, val, valid,
 *   test/cat/1.png                validation, eval, in whatever case
 *   cat/kittens/2.png             counts for the outer folder
 */
import { LabError } from '../../core/errors.ts';
import { withoutCommonFolders } from '../files/paths.ts';
import type { SourceFile } from '../files/sourceFile.ts';

export interface PlacedPicture {
  readonly file: SourceFile;
  readonly part: 'train' | 'test';
  readonly label: number;
}

export interface FolderLayout {
  /** In order of part and path, whatever the order of the files. */
  readonly pictures: readonly PlacedPicture[];
  readonly classNames: readonly string[];
  /** Lying in no folder of a class. */
  readonly stray: readonly SourceFile[];
  readonly remarks: readonly string[];
}

const trainNames = /^train(ing)?$/i;
const testNames = /^test(ing)?$/i;
const validationNames = /^(val(id(ation)?)?|eval(uation)?)$/i;
const isPart = (folder: string) =>
  trainNames.test(folder) || testNames.test(folder) || validationNames.test(folder);

interface Foldered {
  readonly file: SourceFile;
  readonly path: string;
  readonly folders: readonly string[];
}

export function readLayout(files: readonly SourceFile[]): FolderLayout {
  const paths = withoutCommonFolders(files.map(({ path }) => path));
  const all = files.map((file, index): Foldered => {
    const path = paths[index]!;
    return { file, path, folders: path.split('/').slice(0, -1) };
  });
  const inFolders = all.filter(({ folders }) => folders.length > 0);
  const tellsParts = inFolders.length > 0 && inFolders.every(({ folders }) => isPart(folders[0]!));
  const depth = tellsParts ? 1 : 0;
  const inClasses = all.filter(({ folders }) => folders.length > depth);
  const classNames = orderedNames(inClasses.map(({ folders }) => folders[depth]!));
  expectClasses(all, classNames);
  const partOf = tellsParts ? partsOf(inClasses) : () => 'train' as const;
  const labels = new Map(classNames.map((name, label) => [name, label]));
  const pictures = [...inClasses].sort(byPath).map(({ file, folders }) => ({
    file,
    part: partOf(folders[0]!),
    label: labels.get(folders[depth]!)!,
  }));
  return {
    pictures: [...pictures.filter(isTrain), ...pictures.filter((each) => !isTrain(each))],
    classNames,
    stray: all.filter(({ folders }) => folders.length <= depth).map(({ file }) => file),
    remarks: [...remarksOnParts(inClasses, tellsParts), ...remarksOnNames(inClasses, depth)],
  };
}

const isTrain = ({ part }: PlacedPicture) => part === 'train';

/** By code units: no two machines differ. */
const byPath = (one: Foldered, other: Foldered) =>
  one.path < other.path ? -1 : one.path > other.path ? 1 : byName(one, other);
const byName = (one: Foldered, other: Foldered) => (one.file.name < other.file.name ? -1 : 1);

/** Numbers by their value, other names by their letters. */
function orderedNames(names: readonly string[]): readonly string[] {
  const distinct = [...new Set(names)];
  const areNumbers = distinct.every((name) => /^\d{1,9}$/.test(name));
  return areNumbers ? distinct.sort((one, other) => Number(one) - Number(other)) : distinct.sort();
}

/** Validation images are the test where there is no other, else they train. */
function partsOf(pictures: readonly Foldered[]): (folder: string) => 'train' | 'test' {
  const has = (names: RegExp) => pictures.some(({ folders }) => names.test(folders[0]!));
  const validates = has(trainNames) && !has(testNames);
  if (!has(trainNames) && !(has(testNames) && has(validationNames))) return () => 'train';
  return (folder) =>
    testNames.test(folder) || (validates && validationNames.test(folder)) ? 'test' : 'train';
}

const MOST_CLASSES = 255;

function expectClasses(all: readonly Foldered[], classNames: readonly string[]): void {
  if (classNames.length >= 2 && classNames.length <= MOST_CLASSES) return;
  const fix =
    'put the pictures into one folder per class (cat/1.png, dog/1.png) and choose the folder above them';
  if (classNames.length === 0) {
    throw new LabError('no-class-folders', {
      found: `${all.length} pictures in no folder, such as ${all[0]?.file.name ?? 'none'}`,
      expected: 'a folder for each class',
      fix,
    });
  }
  const names = classNames.slice(0, 3).map((name) => `"${name}"`);
  const more = classNames.length > 3 ? ', …' : '';
  throw new LabError('class-count', {
    found: `${all.length} pictures in ${classNames.length} class folders: ${names.join(', ')}${more}`,
    expected: `2 to ${MOST_CLASSES} of them`,
    fix,
  });
}

function* remarksOnParts(pictures: readonly Foldered[], tellsParts: boolean): Generator<string> {
  if (!tellsParts) return;
  const of = (names: RegExp) => pictures.filter(({ folders }) => names.test(folders[0]!)).length;
  const [trained, tested, validated] = [of(trainNames), of(testNames), of(validationNames)];
  if (validated > 0 && trained > 0 && tested === 0) {
    yield `The ${counted(validated)} for validation are the test images.`;
  } else if (validated > 0 && tested > 0) {
    yield `The ${counted(validated)} for validation count as training images.`;
  } else if (trained === 0) {
    yield 'The folders hold no training images of their own: all pictures are divided.';
  }
}

function* remarksOnNames(pictures: readonly Foldered[], depth: number): Generator<string> {
  const deeper = pictures.filter(({ folders }) => folders.length > depth + 1).length;
  if (deeper > 0) {
    yield `${capital(counted(deeper))} in folders within a class folder count for the outer one.`;
  }
  const spellings = new Map<string, Set<string>>();
  for (const { file, folders } of pictures) {
    const name = folders[depth]!;
    // The name for errors keeps the spelling that the path has lost.
    const written = file.name.split('/').at(depth - folders.length - 1) ?? name;
    const spelling = written.slice(written.lastIndexOf('› ') + 1).trim();
    if (spelling.normalize('NFC') !== name) continue;
    spellings.set(name, (spellings.get(name) ?? new Set()).add(spelling));
  }
  for (const [name, written] of spellings) {
    if (written.size > 1)
      yield `${written.size} folders are one class, ${name}: their names differ only in how accents are stored.`;
  }
}

export const counted = (count: number, what = 'picture') =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
