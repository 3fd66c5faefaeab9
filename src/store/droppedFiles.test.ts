import { expect, it } from 'vitest';
import { holdDropped, readDropped, type DroppedItem } from './droppedFiles.ts';

/** A tree of folders (objects) and files (texts), as the browser's entries show it. */
type Tree = { readonly [name: string]: Tree | string };

/** readEntries gives two at a time here, as it gives a hundred at a time in Chromium. */
function entryOf(name: string, content: Tree | string, at = ''): FileSystemEntry {
  const fullPath = `${at}/${name}`;
  const isFile = typeof content === 'string';
  const base = { name, fullPath, isFile, isDirectory: !isFile };
  if (isFile) {
    const file = (done: (file: File) => void) => done(new File([content], name));
    return { ...base, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([inside, of]) => entryOf(inside, of, fullPath));
    return { readEntries: (done: (some: unknown[]) => void) => done(left.splice(0, 2)) };
  };
  return { ...base, createReader } as unknown as FileSystemEntry;
}

const itemOf = (entry: FileSystemEntry | null, file: File | null = null): DroppedItem => ({
  kind: 'file',
  getAsFile: () => file,
  webkitGetAsEntry: () => entry,
});

const read = async (items: DroppedItem[], signal = new AbortController().signal) => {
  const counts: number[] = [];
  const files = await readDropped(holdDropped(items), (count) => counts.push(count), signal);
  return { paths: files.map(({ path }) => path), files, counts };
};

const pets = entryOf('pets', {
  train: { dog: { '2.png': 'd', '1.png': 'd', '3.png': 'd' }, cat: { '1.png': 'c' } },
  empty: {},
  'read me.txt': 'hello',
});

it('finds every file in folders of folders, with its place', async () => {
  const { paths, files } = await read([itemOf(pets), itemOf(entryOf('a.zip', 'z'))]);
  expect(paths.toSorted()).toEqual([
    'a.zip',
    'pets/read me.txt',
    'pets/train/cat/1.png',
    'pets/train/dog/1.png',
    'pets/train/dog/2.png',
    'pets/train/dog/3.png',
  ]);
  expect(await files[0]!.file.text()).not.toBe('');
});

it('takes files that have no entry, and nothing that is no file', async () => {
  const text: DroppedItem = { ...itemOf(pets), kind: 'string' };
  const { paths } = await read([text, itemOf(null, new File(['x'], 'pasted.png')), itemOf(null)]);
  expect(paths).toEqual(['pasted.png']);
});

it('tells how many there are, and ends when it is cancelled', async () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.png`, 'x']));
  const { counts } = await read([itemOf(entryOf('many', many))]);
  expect(counts).toEqual([64, 128, 192, 200]);
  const cancelled = AbortSignal.abort(new Error('enough'));
  await expect(read([itemOf(entryOf('many', many))], cancelled)).rejects.toThrow('enough');
});

it('names a file that cannot be read', async () => {
  const file = (_: unknown, fail: (error: Error) => void) => fail(new Error('NotFoundError'));
  const gone = { ...entryOf('gone.png', ''), file } as unknown as FileSystemEntry;
  await expect(read([itemOf(gone)])).rejects.toThrow(/Found gone\.png, which the browser may not/);
});

it('names a folder that cannot be read, and a file that fails long before its turn', async () => {
  const readEntries = (_: unknown, fail: (error: Error) => void) => fail(new Error('NotReadable'));
  const createReader = () => ({ readEntries });
  const shut = { ...entryOf('shut', {}), createReader } as unknown as FileSystemEntry;
  await expect(read([itemOf(shut)])).rejects.toThrow(/Found shut, which the browser may not/);

  const file = (_: unknown, fail: (error: Error) => void) => fail(new Error('NotFoundError'));
  const gone = { ...entryOf('gone.png', ''), file } as unknown as FileSystemEntry;
  const slow = (done: (some: unknown[]) => void) => setTimeout(() => done([]), 20);
  const slowFolder = { ...entryOf('slow', {}), createReader: () => ({ readEntries: slow }) };
  const items = [itemOf(gone), itemOf(slowFolder as unknown as FileSystemEntry)];
  await expect(read(items)).rejects.toThrow(/Found gone\.png/);
});

it('ends when it is cancelled, also where folders hold nothing but folders', async () => {
  const cancelled = AbortSignal.abort(new Error('enough'));
  let asked = 0;
  const endless = (): FileSystemEntry => {
    const readEntries = (done: (some: unknown[]) => void) => done(++asked > 40 ? [] : [endless()]);
    const createReader = () => ({ readEntries });
    return { ...entryOf('in', {}), createReader } as unknown as FileSystemEntry;
  };
  await expect(read([itemOf(endless())], cancelled)).rejects.toThrow('enough');
  expect(asked).toBe(0);
});
