import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LabError } from '../core/errors.ts';
import { createImageFeed } from './imageFeed.ts';
import { useLibrary } from './libraries.ts';
import { createScriptedLibrary, scriptedImage, type ScriptedLibrary } from './scriptedLibrary.ts';

const choice = { id: 'typefaces', options: {} };
/** So large that a block holds three of them, by what the feed is told. */
const IMAGE = 2;
let library: ScriptedLibrary;
beforeEach(() => {
  library = createScriptedLibrary();
  useLibrary(() => library);
});
afterEach(() => vi.restoreAllMocks());

const feedOf = (order: readonly number[], perBlock = 3) =>
  createImageFeed({
    ...{ choice, part: 'train', order: Uint32Array.from(order), imageSize: IMAGE },
    blockBytes: perBlock * IMAGE,
  });
const settled = () => new Promise((resolve) => setTimeout(resolve));

it('fetches what is in sight in blocks, and gives each image by its place in the list', async () => {
  const feed = feedOf([10, 20, 30, 40, 50, 60, 70]);
  feed.show(1, 3);
  expect(feed.imageAt(1)).toBeUndefined();
  await settled();
  expect(library.asked).toEqual(['images train 10 20 30', 'images train 40 50 60']);
  expect([...feed.imageAt(1)!]).toEqual(scriptedImage({ part: 'train', index: 20 }));
  expect([...feed.imageAt(4)!]).toEqual(scriptedImage({ part: 'train', index: 50 }));
  expect(feed.imageAt(6)).toBeUndefined();
});

it('asks for nothing twice', async () => {
  const feed = feedOf([1, 2, 3, 4]);
  feed.show(0, 1);
  feed.show(0, 2);
  await settled();
  feed.show(0, 2);
  await settled();
  expect(library.asked).toEqual(['images train 1 2 3']);
});

it('never fetches what was scrolled past before its turn came', async () => {
  const feed = feedOf(Array.from({ length: 300 }, (_, index) => index));
  library.hold();
  for (let place = 0; place < 300; place += 3) feed.show(place, place + 2);
  expect(library.asked).toEqual(['images train 0 1 2', 'images train 3 4 5']);
  library.goOn();
  await settled();
  await settled();
  expect(library.asked.slice(2)).toEqual(['images train 297 298 299']);
  expect(feed.imageAt(299)).toBeDefined();
});

it('tells whoever listens that something came, and what', async () => {
  const feed = feedOf([1, 2, 3, 4, 5, 6]);
  const heard: string[] = [];
  const stop = feed.subscribe(() => heard.push(feed.stateOf(0, 5)));
  feed.show(0, 2);
  await settled();
  expect(heard).toEqual(['10']);
  stop();
  feed.show(3, 5);
  await settled();
  expect(heard).toEqual(['10']);
  expect(feed.stateOf(0, 5)).toBe('11');
});

it('lets go of the blocks that were out of sight the longest', async () => {
  const count = 3 * 200;
  const feed = feedOf(Array.from({ length: count }, (_, index) => index));
  for (let place = 0; place < count; place += 3) {
    feed.show(place, place + 2);
    await settled();
  }
  expect(feed.imageAt(count - 1)).toBeDefined();
  expect(feed.imageAt(0)).toBeDefined(); // 200 small blocks are within the room
  const tight = createImageFeed({
    ...{ choice, part: 'train', order: Uint32Array.from({ length: count }, (_, i) => i) },
    ...{ imageSize: IMAGE, blockBytes: 3 * IMAGE, keptBytes: 10 * 3 * IMAGE },
  });
  for (let place = 0; place < count; place += 3) {
    tight.show(place, place + 2);
    await settled();
  }
  expect(tight.stateOf(0, count - 1)).toBe(`${'0'.repeat(190)}${'1'.repeat(10)}`);
});

it('says why nothing more comes, and stops asking', async () => {
  const feed = feedOf([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  library.failNext(new LabError('gone', { found: 'nothing', expected: 'images', fix: 'look' }));
  feed.show(0, 8);
  await settled();
  await settled();
  expect(feed.fault()).toMatch('Found nothing');
  expect(library.asked.length).toBeLessThan(3);
});

it('takes no offence where another dataset was looked at meanwhile', async () => {
  const feed = feedOf([1, 2, 3]);
  library.failNext(new LabError('cancelled', { found: 'a', expected: 'b', fix: 'c' }));
  feed.show(0, 0);
  await settled();
  await settled();
  expect(feed.fault()).toBeNull();
  expect(library.asked).toHaveLength(1); // asking again would take the library back
  feed.show(0, 0);
  await settled();
  expect(feed.imageAt(0)).toBeDefined();
});

it('fetches nothing more once nobody looks', async () => {
  const feed = feedOf(Array.from({ length: 30 }, (_, index) => index));
  feed.show(0, 29);
  feed.leave();
  await settled();
  await settled();
  expect(library.asked).toHaveLength(2);
});
