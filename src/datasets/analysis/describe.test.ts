import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { describeDataset } from './describe.ts';
import type { Place } from './description.ts';
import { createDuplicateFinder } from './duplicates.ts';
import fixture from './fixtures/description.json' with { type: 'json' };
import { imagesAt } from './images.ts';
import { findNeighbours } from './neighbours.ts';
import { visitSlices } from './slices.ts';
import { datasetOf, partOf, tinyDataset } from './testing.ts';

const noPass = async () => {};

const setOf = ({ images, labels }: { images: number[]; labels: number[] }) => ({
  count: labels.length,
  images: Uint8Array.from(images),
  labels: Uint8Array.from(labels),
});
const known = datasetOf(fixture, { train: setOf(fixture.train), test: setOf(fixture.test) });

/** The fixture numbers test images after training images. */
const placeOf = (number: number): Place =>
  number < known.train.count
    ? { part: 'train', index: number }
    : { part: 'test', index: number - known.train.count };

const bytesAt = (dataset: Dataset, place: Place) => imagesAt(dataset, [place]).join();

const placesOf = ({ train, test }: Dataset): Place[] => [
  ...Array.from({ length: train.count }, (_, index): Place => ({ part: 'train', index })),
  ...Array.from({ length: test.count }, (_, index): Place => ({ part: 'test', index })),
];

describe('a description', () => {
  it('agrees with NumPy', async () => {
    const found = await describeDataset(known, noPass);
    expect(found.trainCounts).toEqual(fixture.trainCounts);
    expect(found.testCounts).toEqual(fixture.testCounts);
    expect([...found.meanImage]).toEqual(fixture.meanImage);
    expect([...found.classMeans]).toEqual(fixture.classMeans);
    expect([...found.histogram]).toEqual(fixture.histogram.flat());
    expect(found.mean).toBeCloseTo(fixture.mean, 12);
    expect(found.deviation).toBeCloseTo(fixture.deviation, 12);
    expect(found.constantImages).toBe(fixture.constantImages);
  });

  it('finds the copies that NumPy finds, those across parts first', async () => {
    const { duplicates, leakedTestImages, contradictions } = await describeDataset(known, noPass);
    const [threefold, within, across] = fixture.duplicates.map((group) => group.map(placeOf));
    expect(duplicates).toEqual([threefold, across, within]);
    expect(leakedTestImages).toBe(2);
    expect(contradictions).toBe(1);
  });

  it('holds labels of its own, which may be handed to another thread', async () => {
    const { labels } = await describeDataset(known, noPass);
    expect(labels).toEqual({ train: known.train.labels, test: known.test.labels });
    expect(labels.train.buffer).not.toBe(known.train.labels.buffer);
  });

  it('is counts and sums, whatever the images', async () => {
    await fc.assert(
      fc.asyncProperty(tinyDataset(), async (dataset) => {
        const found = await describeDataset(dataset, noPass);
        const { channels, train, test } = dataset;
        const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);
        expect(sum(found.trainCounts)).toBe(train.count);
        expect(sum(found.testCounts)).toBe(test.count);
        expect(sum(found.histogram)).toBeCloseTo(channels, 9);
        expect(found.mean).toBeCloseTo(sum(train.images) / train.images.length / 255, 9);
      }),
    );
  });

  it('tells how far it is, and ends where it is told to', async () => {
    const side = 512;
    const black = (count: number) =>
      partOf(Array(count).fill(new Array(side * side).fill(0)), new Array(count).fill(0));
    const shape = { height: side, width: side, channels: 1, classes: 1 };
    const large = datasetOf(shape, { train: black(20), test: black(3) });
    const heard: number[] = [];
    await describeDataset(large, async (done, of) => void heard.push(done / of));
    expect(heard.length).toBeGreaterThan(3);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard.at(-1)).toBe(1);
    const stop = async () => Promise.reject(new Error('cancelled'));
    await expect(describeDataset(large, stop)).rejects.toThrow('cancelled');
    await expect(findNeighbours(large, placeOf(0), 1, stop)).rejects.toThrow('cancelled');
  });
});

describe('duplicates', () => {
  /** By the text of their pixels. */
  function groupsByText(dataset: Dataset): Place[][] {
    const groups = new Map<string, Place[]>();
    for (const place of placesOf(dataset)) {
      const text = bytesAt(dataset, place);
      groups.set(text, [...(groups.get(text) ?? []), place]);
    }
    return [...groups.values()].filter(({ length }) => length > 1);
  }
  const sorted = (groups: readonly (readonly Place[])[]) =>
    groups.map((group) => group.map(({ part, index }) => `${part} ${index}`).join()).sort();

  it('are exactly the images with the same pixels', async () => {
    let groups = 0;
    await fc.assert(
      fc.asyncProperty(tinyDataset(2), async (dataset) => {
        const { duplicates } = await describeDataset(dataset, noPass);
        expect(sorted(duplicates)).toEqual(sorted(groupsByText(dataset)));
        groups += duplicates.length;
      }),
    );
    expect(groups).toBeGreaterThan(20); // else the images were too different to say anything
  });

  it('are so with a hash that tells nothing apart', async () => {
    await fc.assert(
      fc.asyncProperty(tinyDataset(3), async (dataset) => {
        const finder = createDuplicateFinder(dataset, () => 0);
        await visitSlices(dataset, finder.add, noPass);
        expect(sorted(finder.groups())).toEqual(sorted(groupsByText(dataset)));
      }),
    );
  });

  it('may lie in memory that begins anywhere', async () => {
    const room = new Uint8Array(1 + known.train.images.length);
    room.set(known.train.images, 1);
    const train = { ...known.train, images: room.subarray(1) };
    const { duplicates } = await describeDataset({ ...known, train }, noPass);
    expect(duplicates).toEqual((await describeDataset(known, noPass)).duplicates);
    expect(duplicates).toHaveLength(3);
  });
});

describe('neighbours', () => {
  it.each(fixture.neighbours)('of image $of are those that SciPy finds', async (wanted) => {
    const found = await findNeighbours(known, placeOf(wanted.of), wanted.are.length, noPass);
    expect(found.map(({ part, index }) => ({ part, index }))).toEqual(wanted.are.map(placeOf));
    found.forEach(({ distance, part, index, label }, at) => {
      expect(distance).toBeCloseTo(wanted.distances[at]!, 12);
      expect(label).toBe(known[part].labels[index]);
    });
  });

  it('are those of a full sort, equal ones in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        tinyDataset(4),
        fc.nat({ max: 1000 }),
        fc.integer({ min: 0, max: 60 }),
        async (dataset, which, count) => {
          const places = placesOf(dataset);
          const asked = places[which % places.length]!;
          const image = imagesAt(dataset, [asked]);
          const squares = (other: Place) =>
            imagesAt(dataset, [other]).reduce((sum, v, at) => sum + (v - image[at]!) ** 2, 0);
          const wanted = places
            .filter((other) => other !== asked)
            .map((other) => ({ other, squares: squares(other) }))
            .sort((a, b) => a.squares - b.squares)
            .slice(0, count);
          const found = await findNeighbours(dataset, asked, count, noPass);
          expect(found.map(({ part, index }) => ({ part, index }))).toEqual(
            wanted.map(({ other }) => other),
          );
        },
      ),
    );
  });

  it('are at distance 1 where black meets white', async () => {
    const shape = { height: 9, width: 11, channels: 3, classes: 2 };
    const all = (value: number) => partOf([new Array(9 * 11 * 3).fill(value)], [0]);
    const dataset = datasetOf(shape, { train: all(0), test: all(255) });
    const [only, ...others] = await findNeighbours(dataset, placeOf(0), 5, noPass);
    expect(only).toEqual({ part: 'test', index: 0, label: 0, distance: 1 });
    expect(others).toEqual([]);
  });
});

describe('images by place', () => {
  it('are copies in the order asked for', () => {
    const images = imagesAt(known, [placeOf(45), placeOf(2)]);
    expect([...images]).toEqual([
      ...known.test.images.subarray(5 * 45, 6 * 45),
      ...known.train.images.subarray(2 * 45, 3 * 45),
    ]);
  });

  it.each([-1, 16, 0.5, NaN])('are refused where there is none: %s', (index) => {
    expect(() => imagesAt(known, [{ part: 'test', index }])).toThrow(
      `image ${index} of the test part; expected a whole number below 16`,
    );
  });
});
