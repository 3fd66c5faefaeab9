import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { defaultsOf } from '../core/options.ts';
import { datasetOf, partOf, tinyDataset } from './analysis/testing.ts';
import { sealDataset, type Dataset, type ImageSet } from './dataset.ts';
import { prepareDataset, preparationOptions, type Preparation } from './preparation.ts';
import fixture from './pictures/fixtures/pictures.json' with { type: 'json' };

const defaults = defaultsOf(preparationOptions);

/** Every image is told apart by its number in its first three pixels; every label is `number % classes`. */
function numbered(trainCount: number, testCount: number, classes: number): Dataset {
  const numbers = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => from + i);
  const part = (all: number[]) =>
    partOf(
      all.map((number) => [number >> 8, number & 255, 0, 0]),
      all.map((number) => number % classes),
    );
  return datasetOf(
    { height: 2, width: 2, channels: 1, classes },
    { train: part(numbers(0, trainCount)), test: part(numbers(trainCount, testCount)) },
  );
}

const numbersOf = ({ images, count }: ImageSet): number[] =>
  Array.from({ length: count }, (_, at) => 256 * images[4 * at]! + images[4 * at + 1]!);

const countsOf = (set: ImageSet, classes: number) =>
  Array.from({ length: classes }, (_, label) => set.labels.filter((each) => each === label).length);

const failureOf = (dataset: Dataset, options: Partial<Preparation>) =>
  prepareDataset(dataset, options).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a preparation', () => {
  it('by its defaults is the very dataset that is stored', async () => {
    await fc.assert(
      fc.asyncProperty(tinyDataset(), async (dataset) => {
        expect(await prepareDataset(dataset, {})).toBe(dataset);
        expect(await prepareDataset(dataset, defaults)).toBe(dataset);
      }),
    );
  });

  it('that changes nothing is the very dataset, too', async () => {
    const dataset = numbered(20, 10, 4);
    const idle: Partial<Preparation>[] = [
      { colour: 'grey' },
      { classes: 'first', classCount: 4 },
      { classes: 'first', classCount: 200 },
      { trainShare: 50, splitSeed: 7, oneClass: 3, classCount: 2 }, // options that do not matter
    ];
    for (const options of idle) expect(await prepareDataset(dataset, options)).toBe(dataset);
    const square = datasetOf(
      { height: 8, width: 8, channels: 1, classes: 2 },
      { train: partOf([Array(64).fill(1)], [0]), test: partOf([Array(64).fill(2)], [1]) },
    );
    expect(await prepareDataset(square, { side: '8px' })).toBe(square);
  });

  it('that changes something has its own hash, over what it made', async () => {
    const dataset = await sealDataset(numbered(40, 10, 4));
    const hashes = [dataset.sha256];
    for (const options of [
      { classes: 'first' },
      { split: 'anew' },
      { split: 'anew', splitSeed: 1 },
      { side: '7px' },
    ] as const) {
      const prepared = await prepareDataset(dataset, options);
      const { sha256, ...unsealed } = prepared;
      expect(sha256).toBe((await sealDataset(unsealed)).sha256);
      hashes.push(sha256);
      expect((await prepareDataset(dataset, options)).sha256).toBe(sha256);
    }
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(dataset.train.count).toBe(40); // the stored one stays
  });
});

describe('classes', () => {
  it('that are few keep their images, names and order', async () => {
    const dataset = numbered(20, 12, 4);
    const two = await prepareDataset(dataset, { classes: 'two', oneClass: 3, otherClass: 1 });
    expect(two.classNames).toEqual(['class 3', 'class 1']);
    expect(numbersOf(two.train)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    expect([...two.train.labels]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
    const first = await prepareDataset(dataset, { classes: 'first', classCount: 3 });
    expect(first.classNames).toEqual(['class 0', 'class 1', 'class 2']);
    expect(numbersOf(first.test)).toEqual([20, 21, 22, 24, 25, 26, 28, 29, 30]);
  });

  it('that are not there, the same, or empty are refused', async () => {
    const dataset = numbered(20, 2, 4); // tests classes 0 and 1 alone
    const beyond = await failureOf(dataset, { classes: 'two', oneClass: 1, otherClass: 4 });
    expect(codeOf(beyond)).toBe('no-class');
    expect(String(beyond)).toContain(
      'class 4; expected a class of Tiny, which are numbered from 0 to 3',
    );
    const twice = await failureOf(dataset, { classes: 'two', oneClass: 1, otherClass: 1 });
    expect(codeOf(twice)).toBe('same-class');
    const empty = await failureOf(dataset, { classes: 'two', oneClass: 2, otherClass: 3 });
    expect(codeOf(empty)).toBe('no-images-left');
    expect(String(empty)).toContain('no test image of class 2, class 3');
  });
});

describe('a split', () => {
  it('keeps every image once, with its label, and each class in proportion', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          train: fc.integer({ min: 10, max: 300 }),
          test: fc.integer({ min: 1, max: 100 }),
          classes: fc.integer({ min: 2, max: 5 }),
          share: fc.integer({ min: 5, max: 95 }),
          seed: fc.nat({ max: 1000 }),
        }),
        async ({ train, test, classes, share, seed }) => {
          const dataset = numbered(train, test, classes);
          const options = { split: 'anew', trainShare: share, splitSeed: seed } as const;
          const divided = await prepareDataset(dataset, options);
          const numbers = [...numbersOf(divided.train), ...numbersOf(divided.test)];
          expect(numbers.sort((a, b) => a - b)).toEqual([...numbers.keys()]);
          expect(numbers).toHaveLength(train + test);
          for (const part of [divided.train, divided.test]) {
            const labels = numbersOf(part).map((number) => number % classes);
            expect([...part.labels]).toEqual(labels);
          }
          const whole = countsOf(dataset.train, classes).map(
            (count, label) => count + countsOf(dataset.test, classes)[label]!,
          );
          countsOf(divided.train, classes).forEach((count, label) => {
            const fair = (share / 100) * whole[label]!;
            const least = Math.min(1, whole[label]!);
            const most = Math.max(least, whole[label]! - 1);
            const nearest = Math.min(most, Math.max(least, fair));
            expect(Math.abs(count - nearest)).toBeLessThanOrEqual(1);
          });
        },
      ),
    );
  });

  it('follows from its seed', async () => {
    const dataset = numbered(200, 50, 5);
    const withSeed = async (splitSeed: number) =>
      numbersOf((await prepareDataset(dataset, { split: 'anew', splitSeed })).test);
    expect(await withSeed(3)).toEqual(await withSeed(3));
    expect(await withSeed(3)).not.toEqual(await withSeed(4));
  });
});

describe('colour', () => {
  it('is made grey as Pillow does', async () => {
    const { rgb, grey } = fixture.colours;
    const shape = { height: 20, width: 20, channels: 3, classes: 2 };
    const dataset = datasetOf(shape, { train: partOf([rgb], [0]), test: partOf([rgb], [1]) });
    const prepared = await prepareDataset(dataset, { colour: 'grey' });
    expect([...prepared.train.images]).toEqual(grey);
    expect([...prepared.test.images]).toEqual(grey);
    expect(prepared).toMatchObject({ height: 20, width: 20, channels: 1 });
  });

  it('of other channels is refused', async () => {
    const shape = { height: 1, width: 1, channels: 4, classes: 2 };
    const pixel = partOf([[1, 2, 3, 4]], [0]);
    const fault = await failureOf(datasetOf(shape, { train: pixel, test: pixel }), {
      colour: 'grey',
    });
    expect(codeOf(fault)).toBe('no-colour');
  });
});

describe('size', () => {
  const wide = (height: number, width: number) => {
    const image = Array.from({ length: height * width }, (_, at) => at % 251);
    return datasetOf(
      { height, width, channels: 1, classes: 2 },
      { train: partOf([image, image], [0, 1]), test: partOf([image], [1]) },
    );
  };

  it('is that of the longer side, in proportion', async () => {
    const { height, width, train, test } = await prepareDataset(wide(16, 32), { side: '14px' });
    expect([height, width]).toEqual([7, 14]);
    expect([train.images.length, test.images.length]).toEqual([2 * 98, 98]);
    expect(train.images.subarray(98)).toEqual(test.images); // each image for itself
    const thin = await prepareDataset(wide(30, 1), { side: '7px' });
    expect([thin.height, thin.width]).toEqual([7, 1]);
  });

  it('lets messages in while many images are resampled', async () => {
    const count = 2500; // of 64 × 64 when they are done: several tasks
    const images = new Uint8Array(count * 4).fill(9);
    const set = { count, images, labels: new Uint8Array(count) };
    const dataset = datasetOf(
      { height: 2, width: 2, channels: 1, classes: 2 },
      { train: set, test: set },
    );
    let heard = 0;
    const messages = setInterval(() => heard++, 0);
    const prepared = await prepareDataset(dataset, { side: '64px' });
    clearInterval(messages);
    expect(heard).toBeGreaterThan(2);
    expect(prepared.train.images.length).toBe(count * 64 * 64);
    expect(prepared.train.images.every((value) => value === 9)).toBe(true);
  });

  it('of more than memory holds is refused before anything is made', async () => {
    const one = wide(1, 1);
    const many = new Uint8Array(70_000);
    const train = { count: many.length, images: many, labels: many };
    const fault = await failureOf({ ...one, train }, { side: '128px' });
    expect(codeOf(fault)).toBe('too-many-pixels');
  });
});
