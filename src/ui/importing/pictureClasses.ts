/** The classes that pictures are taken of: their names, their pictures, and the files they become. */
import type { ChosenFile } from '../../store/importing.ts';
import { encodePng } from './encodePng.ts';
import { reduced, type Frame } from './frames.ts';

export interface PictureClass {
  /** Stays while the name changes. */
  readonly id: number;
  readonly name: string;
  /** In the order in which they were taken. */
  readonly frames: readonly Frame[];
}

/** Pictures altogether: 100 MB while the dialog is open. */
export const MOST_PICTURES = 2000;
/** One to train and one to test. */
const LEAST_OF_CLASS = 2;

export const firstClasses: readonly PictureClass[] = [
  { id: 1, name: 'Class 1', frames: [] },
  { id: 2, name: 'Class 2', frames: [] },
];

export function withClass(classes: readonly PictureClass[]): PictureClass[] {
  const id = Math.max(...classes.map((each) => each.id)) + 1;
  return [...classes, { id, name: `Class ${id}`, frames: [] }];
}

/** The same classes, one of them changed. */
export const changed = (
  classes: readonly PictureClass[],
  id: number,
  change: (from: PictureClass) => Partial<PictureClass>,
): PictureClass[] => classes.map((each) => (each.id === id ? { ...each, ...change(each) } : each));

export const countOf = (classes: readonly PictureClass[]): number =>
  classes.reduce((sum, { frames }) => sum + frames.length, 0);

/** What a class is called as a folder: `and/or` would be two, and `.a` hidden. */
export const folderOf = (name: string): string =>
  name.replace(/[/\\\u0000-\u001f]+/g, '-').replace(/^[\s.]+|\s+$/g, '');

/** What is missing before the pictures make a dataset; null: nothing. */
export function lackOf(classes: readonly PictureClass[]): string | null {
  const folders = classes.map(({ name }) => folderOf(name).toLowerCase());
  if (folders.some((folder) => folder === '')) return 'Every class needs a name.';
  const twice = classes.find((_, place) => folders.indexOf(folders[place]!) !== place);
  if (twice) return `Two classes are called “${twice.name.trim()}”.`;
  const few = classes.find(({ frames }) => frames.length < LEAST_OF_CLASS);
  if (few) return `“${few.name.trim()}” needs at least ${LEAST_OF_CLASS} pictures.`;
  return null;
}

/** What the dataset is called until somebody names it. */
const FOLDER = 'Webcam';

/** `Webcam/class/0001.png`, each of side × side pixels. */
export async function filesOf(
  classes: readonly PictureClass[],
  side: number,
): Promise<ChosenFile[]> {
  const files: ChosenFile[] = [];
  for (const { name, frames } of classes) {
    for (const [place, frame] of frames.entries()) {
      const file = `${String(place + 1).padStart(4, '0')}.png`;
      const png = new File([await encodePng(reduced(frame, side), side)], file, {
        type: 'image/png',
      });
      files.push({ file: png, path: `${FOLDER}/${folderOf(name)}/${file}` });
    }
  }
  return files;
}
