/**
 * Pictures by class folder (imageFolderLayout.ts): PNG, JPEG, WebP, GIF, BMP.
 *
 * First all heads are read, for sizes and colours; then what cannot be told from them is asked; then
 * every picture is decoded straight into its place among the images, a few at a time, so that memory
 * holds the images and little else. Pictures that cannot be read are left out, and told.
 *
 * One policy for mixed files: the first frame of animations, 16 bits reduced to 8, clear pixels over
 * black, no colour profiles, turned as Exif says. What it touched is counted in remarks.
 */
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import { leaveOut } from '../importing/leavingOut.ts';
import { expectRoomFor } from '../importing/limits.ts';
import type { Reading } from '../importing/reading.ts';
import { HEAD_BYTES, formatOf, readHead, type PictureHead } from '../pictures/heads.ts';
import { renderPicture, type Rendering } from '../pictures/rendering.ts';
import type { FileFormat, LabelledPart, ReadParts } from './format.ts';
import { counted, readLayout, type FolderLayout, type PlacedPicture } from './imageFolderLayout.ts';
import { askRendering } from './imageFolderQuestions.ts';
import { remarksOnPictures } from './imageFolderRemarks.ts';

const ending = /\.(png|jpe?g|jfif|webp|gif|bmp|dib)$/i;
/** Pictures that people will miss, though the lab does not read them. */
const missedEnding = /\.(svg|tiff?|hei[cf]|avif|jp2|jxl|psd|ico)$/i;
/** Decoded at the same time: the browser decodes beside this thread. */
const AT_ONCE = 8;

export const imageFolders: FileFormat = {
  id: 'image-folders',
  label: 'Pictures in folders',
  summary: 'PNG, JPEG, WebP, GIF or BMP by class folder (cat/1.png), also within train and test.',

  async recognises(files) {
    if (files.some(({ path }) => ending.test(path))) return true;
    const nameless = files.filter(({ path }) => isNameless(path)).slice(0, 4);
    for (const file of nameless) if (formatOf(await file.slice(0, 16))) return true;
    return files.length > 0 && files.every(({ path }) => missedEnding.test(path));
  },

  async read(files, reading) {
    const seen = await readHeads(files, reading);
    if (seen.size === 0) throw nothingReadable(files);
    const layout = readLayout([...seen.keys()]);
    layout.remarks.forEach((remark) => reading.remark(remark));
    leaveOutStray(layout.stray, reading);
    const heads = layout.pictures.map(({ file }) => seen.get(file)!);
    const rendering = askRendering(heads, reading);
    const parts = await decodeAll(layout, inFileOrder(layout, seen), rendering, reading);
    const named = layout.pictures.map(({ file }, index) => ({ file, head: heads[index]! }));
    remarksOnPictures(named, rendering).forEach((remark) => reading.remark(remark));
    return parts;
  },
};

/** A last part without a dot may hold anything. */
const isNameless = (path: string) => !path.slice(path.lastIndexOf('/') + 1).includes('.');

async function readHeads(
  files: readonly SourceFile[],
  reading: Reading,
): Promise<Map<SourceFile, PictureHead>> {
  const heads = new Map<SourceFile, PictureHead>();
  for (const [index, file] of files.entries()) {
    await reading.progress(index, files.length, 'Looking at pictures');
    if (!(await isPicture(file))) {
      reading.skip({ name: file.name, reason: 'no picture', kind: 'ignored' });
      continue;
    }
    const head = await headOf(file).catch((error: unknown) => leaveOut(file, error, reading));
    if (head) heads.set(file, head);
  }
  return heads;
}

async function isPicture(file: SourceFile): Promise<boolean> {
  if (ending.test(file.path) || missedEnding.test(file.path)) return true;
  return isNameless(file.path) && formatOf(await file.slice(0, 16)) !== undefined;
}

async function headOf(file: SourceFile): Promise<PictureHead> {
  const start = await file.slice(0, Math.min(file.size, HEAD_BYTES));
  return (
    readHead(file.name, start, file.size) ?? readHead(file.name, await file.read(), file.size)!
  );
}

function nothingReadable(files: readonly SourceFile[]): LabError {
  return new LabError('no-pictures', {
    found: `${counted(files.length, 'file')} of which none is a readable picture, such as ${files[0]!.name}`,
    expected: 'PNG, JPEG, WebP, GIF or BMP pictures',
    fix: 'look at the files, and export them anew as PNG',
  });
}

function leaveOutStray(stray: readonly SourceFile[], reading: Reading): void {
  for (const { name } of stray) {
    reading.skip({ name, reason: 'a picture in no class folder', kind: 'ignored' });
  }
  if (stray.length === 0) return;
  reading.remark(`${counted(stray.length)} in no class folder: left out.`);
}

/** Numbers of the pictures in the order of their files, so that archives are read front to back. */
function inFileOrder(
  { pictures }: FolderLayout,
  seen: ReadonlyMap<SourceFile, PictureHead>,
): readonly number[] {
  const places = new Map([...seen.keys()].map((file, place) => [file, place]));
  const placeOf = (index: number) => places.get(pictures[index]!.file)!;
  return pictures.map((_, index) => index).sort((one, other) => placeOf(one) - placeOf(other));
}

async function decodeAll(
  { pictures, classNames }: FolderLayout,
  order: readonly number[],
  rendering: Rendering,
  reading: Reading,
): Promise<ReadParts> {
  const { height, width, channels } = rendering;
  const size = height * width * channels;
  expectRoomFor('the pictures', [pictures.length, height, width, channels]);
  const images = new Uint8Array(pictures.length * size);
  const isWhole = await decodeInto(images, pictures, order, rendering, reading);

  // Where pictures turned out to be damaged the others close up.
  const kept = pictures.flatMap((picture, from) => (isWhole[from] ? [{ ...picture, from }] : []));
  kept.forEach(({ from }, to) => {
    if (from !== to) images.copyWithin(to * size, from * size, (from + 1) * size);
  });
  const trainCount = kept.filter(({ part }) => part === 'train').length;
  const partOf = (begin: number, end: number): LabelledPart => ({
    name: nameOf(pictures),
    labelsName: `the folders of ${nameOf(pictures)}`,
    shape: [end - begin, height, width, channels],
    images: images.subarray(begin * size, end * size),
    labels: Uint8Array.from(kept.slice(begin, end), ({ label }) => label),
  });
  if (trainCount === 0) throw nothingReadable(pictures.map(({ file }) => file));
  const train = partOf(0, trainCount);
  if (trainCount === kept.length) return { train, classNames };
  return { train, test: partOf(trainCount, kept.length), classNames };
}

/** Each into its own place, whatever the order. */
async function decodeInto(
  images: Uint8Array,
  pictures: readonly PlacedPicture[],
  order: readonly number[],
  rendering: Rendering,
  reading: Reading,
): Promise<Uint8Array> {
  const size = images.length / pictures.length;
  const isWhole = new Uint8Array(pictures.length);
  let next = 0;
  const decodeSome = async () => {
    while (next < order.length) {
      const done = next++;
      const index = order[done]!;
      const { file } = pictures[index]!;
      await reading.progress(done, pictures.length, 'Reading pictures');
      const picture = await file
        .read()
        .then((bytes) => reading.decodePicture({ name: file.name, bytes }))
        .catch((error: unknown) => leaveOut(file, error, reading));
      if (!picture) continue;
      renderPicture(picture, rendering, images.subarray(index * size, (index + 1) * size));
      isWhole[index] = 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, decodeSome));
  return isWhole;
}

/** The archive's name, or that of the folder chosen. */
function nameOf(pictures: readonly PlacedPicture[]): string {
  const { name } = pictures[0]!.file;
  const [archive] = name.split(' › ');
  if (archive !== name) return archive!.replace(/\.(zip|tgz|tar|tar\.gz)$/i, '');
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : 'pictures';
}
