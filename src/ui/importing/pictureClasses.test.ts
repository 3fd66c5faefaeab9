import { expect, it } from 'vitest';
import { KEPT_SIDE, reduced, squareOf } from './frames.ts';
import {
  changed,
  countOf,
  filesOf,
  firstClasses,
  folderOf,
  lackOf,
  withClass,
} from './pictureClasses.ts';

const frames = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, values: new Uint8Array() }));
const named = (...names: string[]) =>
  names.map((name, place) => ({ id: place + 1, name, frames: frames(2) }));

it('says what is missing before pictures make a dataset', () => {
  expect(lackOf(firstClasses)).toMatch(/“Class 1” needs at least 2 pictures/);
  expect(lackOf(named('cat', ' '))).toMatch(/needs a name/);
  expect(lackOf(named('cat', 'Cat '))).toMatch(/Two classes are called “Cat”/);
  expect(lackOf(named('a/b', 'a-b'))).toMatch(/Two classes/);
  expect(lackOf(changed(named('cat', 'dog'), 2, () => ({ frames: frames(1) })))).toMatch(/“dog”/);
  expect(lackOf(named('cat', 'dog'))).toBeNull();
});

it('a name is one folder', () => {
  expect(folderOf(' thumbs up ')).toBe('thumbs up');
  expect(folderOf('and/or')).toBe('and-or');
  expect(folderOf('..\\x\ny')).toBe('-x-y');
});

it('pictures lie by class in one folder, after which the dataset is named', async () => {
  const grey = { id: 0, values: new Uint8Array(KEPT_SIDE * KEPT_SIDE * 3).fill(9) };
  const taken = [
    { id: 1, name: 'cat', frames: [grey, grey] },
    { id: 2, name: 'and/or', frames: [grey] },
  ];
  const files = await filesOf(taken, 2);
  const paths = ['Webcam/cat/0001.png', 'Webcam/cat/0002.png', 'Webcam/and-or/0001.png'];
  expect(files.map(({ path }) => path)).toEqual(paths);
});

it('a new class has an id and a name of its own', () => {
  const three = withClass(firstClasses);
  expect(three.map(({ name }) => name)).toEqual(['Class 1', 'Class 2', 'Class 3']);
  expect(new Set(three.map(({ id }) => id)).size).toBe(3);
  expect(countOf(changed(three, 3, () => ({ frames: frames(5) })))).toBe(5);
});

it('frames are means of areas, in red, green and blue', () => {
  const side = 2 * KEPT_SIDE;
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const x = pixel % side;
    rgba.set([x % 2 ? 200 : 100, x < KEPT_SIDE ? 0 : 255, 7, 255], 4 * pixel);
  }
  const values = squareOf(rgba, side);
  expect(values).toHaveLength(KEPT_SIDE * KEPT_SIDE * 3);
  expect([...values.subarray(0, 3)]).toEqual([150, 0, 7]);
  expect([...values.subarray(-3)]).toEqual([150, 255, 7]);
  const two = reduced({ id: 1, values }, 2);
  expect([...two]).toEqual([150, 0, 7, 150, 255, 7, 150, 0, 7, 150, 255, 7]);
});
