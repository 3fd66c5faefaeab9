/**
 * Single pictures into a class of a dataset that is stored already: each brought to its size and
 * colour and put behind its training images. The dataset that comes of it is another one; the one
 * before stays as it is.
 */
import { LabError } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import type { Place } from '../analysis/description.ts';
import { createDuplicateFinder } from '../analysis/duplicates.ts';
import { imageSizeOf, visitSlices } from '../analysis/slices.ts';
import type { Dataset, UnsealedDataset } from '../dataset.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import { askFit } from '../formats/imageFolderQuestions.ts';
import { isInProportion, renderPicture } from '../pictures/rendering.ts';
import { leaveOut } from './leavingOut.ts';
import { expectRoomFor } from './limits.ts';
import type { Reading } from './reading.ts';
import type { Understood } from './understanding.ts';

export async function addPictures(
  stored: Dataset,
  label: number,
  files: readonly SourceFile[],
  reading: Reading,
): Promise<Understood> {
  const className = expectClass(stored, label);
  const { train, height, width, channels } = stored;
  expectRoomFor(stored.label, [train.count + files.length, height, width, channels]);
  const images = await renderAll(stored, files, reading);
  const count = train.count + images.length;
  const added =
    images.length === 1 ? '1 picture' : `${images.length.toLocaleString('en')} pictures`;
  const dataset: UnsealedDataset = {
    ...{ id: 'own', height, width, channels },
    ...{ classNames: stored.classNames, test: stored.test, licence: stored.licence },
    label: `${stored.label} + ${added}`,
    source: `${stored.source}; and ${added} of one's own in class ${className}`,
    train: {
      count,
      images: concatBytes([train.images, ...images]),
      labels: concatBytes([train.labels, new Uint8Array(images.length).fill(label)]),
    },
  };
  await remarkOnKnown(dataset, train.count, reading);
  return { dataset, format: `Pictures into class ${className}` };
}

function expectClass({ label: name, classNames }: Dataset, label: number): string {
  const className = classNames[label];
  if (className !== undefined) return className;
  throw new LabError('no-class', {
    found: `class ${label} of ${name}`,
    expected: `one of its ${classNames.length} classes, counted from 0`,
    fix: 'choose one of them',
  });
}

/** Pictures that cannot be read are left out, and told. */
async function renderAll(
  stored: Dataset,
  files: readonly SourceFile[],
  reading: Reading,
): Promise<Uint8Array[]> {
  const { height, width } = stored;
  const channels = expectColour(stored);
  const images: Uint8Array[] = [];
  for (const [index, file] of files.entries()) {
    await reading.progress(index, files.length, 'Reading pictures');
    try {
      const picture = await reading.decodePicture({ name: file.name, bytes: await file.read() });
      const fit = isInProportion(picture, stored) ? 'stretch' : askFit(reading);
      const image = new Uint8Array(imageSizeOf(stored));
      renderPicture(picture, { height, width, channels, fit }, image);
      images.push(image);
    } catch (error) {
      leaveOut(file, error, reading);
    }
  }
  if (images.length > 0) return images;
  throw new LabError('no-pictures', {
    found: files.length === 0 ? 'no picture' : `no readable picture among ${files.length}`,
    expected: 'PNG, JPEG, WebP, GIF or BMP pictures',
    fix: 'choose other files',
  });
}

function expectColour({ label, channels }: Dataset): 1 | 3 {
  if (channels === 1 || channels === 3) return channels;
  throw new LabError('channel-count', {
    found: `${label}, whose images have ${channels} channels`,
    expected: 'grey images or red, green and blue',
    fix: 'add pictures to another dataset',
  });
}

/** How many of the new images are in the dataset already. */
async function remarkOnKnown(
  dataset: UnsealedDataset,
  firstNew: number,
  reading: Reading,
): Promise<void> {
  const finder = createDuplicateFinder(dataset);
  await visitSlices(dataset, finder.add, (done, of) =>
    reading.progress(done, of, 'Looking for duplicates'),
  );
  const groups = finder.groups();
  const isNew = ({ part, index }: Place) => part === 'train' && index >= firstNew;
  const known = groups.flatMap((group) => group.slice(1).filter(isNew)).length;
  const inTest = groups
    .filter((group) => group.some(({ part }) => part === 'test'))
    .flatMap((group) => group.filter(isNew)).length;
  const are = (count: number) => (count === 1 ? '1 picture is' : `${count} pictures are`);
  if (known > 0) reading.remark(`${are(known)} in the training part already.`);
  if (inTest > 0) reading.remark(`${are(inTest)} in the test part, too: accuracy there is recall.`);
}
