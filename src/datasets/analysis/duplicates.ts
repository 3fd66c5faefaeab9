/**
 * Images with the very same pixels. A hash says which may be alike, a comparison of all bytes which
 * are: no group is false, whatever the hash.
 *
 * The hash is MurmurHash3's mixing of 32-bit words (Appleby 2011, public domain) in two lanes, of which
 * 53 bits are kept, as many as a number holds: among 70,000 images two that differ share one with a
 * chance of 3 in 10 million, and then the comparison tells them apart.
 */
import type { UnsealedDataset } from '../dataset.ts';
import type { Place } from './description.ts';
import { imageSizeOf, type Slice } from './slices.ts';

/** Of `size` bytes from `begin`; images with the same pixels must have the same hash. */
export type HashImage = (bytes: DataView, begin: number, size: number) => number;

export interface DuplicateFinder {
  add(slice: Slice): void;
  /** Groups of two or more in the order of their first images, those that span both parts first. */
  groups(): Place[][];
}

export function createDuplicateFinder(
  dataset: UnsealedDataset,
  hash: HashImage = hashOf,
): DuplicateFinder {
  const size = imageSizeOf(dataset);
  /** By hash, the first of each group that has it: almost always one. */
  const firsts = new Map<number, Place[]>();
  /** Groups of two or more. */
  const groups = new Map<Place, Place[]>();
  const imageAt = ({ part, index }: Place) =>
    dataset[part].images.subarray(index * size, (index + 1) * size);

  function addImage(place: Place, key: number): void {
    const known = firsts.get(key);
    if (!known) {
      firsts.set(key, [place]);
      return;
    }
    const image = imageAt(place);
    const first = known.find((other) => areSame(imageAt(other), image));
    if (!first) known.push(place);
    else if (groups.has(first)) groups.get(first)!.push(place);
    else groups.set(first, [first, place]);
  }

  return {
    add({ part, set: { images }, begin, end }) {
      const bytes = new DataView(images.buffer, images.byteOffset, images.byteLength);
      for (let index = begin; index < end; index++) {
        addImage({ part, index }, hash(bytes, index * size, size));
      }
    },
    groups() {
      const found = [...groups.values()].sort(([a], [b]) => byPlace(a!, b!));
      const spanning = found.filter(spansBothParts);
      return [...spanning, ...found.filter((group) => !spansBothParts(group))];
    },
  };
}

/** Training images first, then by number. */
const byPlace = (a: Place, b: Place): number =>
  a.part === b.part ? a.index - b.index : a.part === 'train' ? -1 : 1;

export const spansBothParts = (group: readonly Place[]): boolean =>
  group.some(({ part }) => part === 'train') && group.some(({ part }) => part === 'test');

function areSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function hashOf(bytes: DataView, begin: number, size: number): number {
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  const end = begin + size;
  const lastWord = end - (size % 4);
  for (let at = begin; at < lastWord; at += 4) {
    const word = mixWord(bytes.getInt32(at, true));
    high = mixInto(high, word);
    low = mixInto(low, Math.imul(word, 0x27d4eb2f));
  }
  for (let at = lastWord; at < end; at++) {
    high = mixInto(high, mixWord(bytes.getUint8(at) + 1));
    low = mixInto(low, mixWord(bytes.getUint8(at) + 257));
  }
  // 53 bits: all of the one, 21 of the other.
  return (finish(high) >>> 0) * 2 ** 21 + (finish(low) >>> 11);
}

const turn = (word: number, by: number) => (word << by) | (word >>> (32 - by));
const mixWord = (word: number) => Math.imul(turn(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
const mixInto = (hash: number, word: number) =>
  (Math.imul(turn(hash ^ word, 13), 5) + 0xe6546b64) | 0;

function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
