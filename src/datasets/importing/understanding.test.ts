/** What is made of sound files, and the checks that are the same for all formats. */
import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { Dataset } from '../dataset.ts';
import type { LabelledPart } from '../formats/format.ts';
import { writeIdx } from '../formats/idx.ts';
import { readingWith } from '../formats/testing.ts';
import { importForTest } from './testing.ts';
import { datasetOf } from './understanding.ts';

const random = createRandom(7);
/** Others at every call. */
let drawn = 0;
const bytesOf = (size: number) =>
  Uint8Array.from(random.stream(`test/import/${drawn++}`).uniforms(size, 0, 256));
const file = (name: string, bytes: Uint8Array) => new File([new Uint8Array(bytes)], name);
const pack = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

const images = (count: number, ...size: number[]) =>
  writeIdx({
    shape: [count, ...size],
    values: bytesOf(size.reduce((product, length) => product * length, count)),
  });
const labels = (...values: number[]) =>
  writeIdx({ shape: [values.length], values: Uint8Array.from(values) });
const turns = (count: number, classes = 3) =>
  labels(...Array.from({ length: count }, (_, index) => index % classes));

const importAll = async (files: readonly File[]): Promise<Dataset> =>
  (await importForTest(files)).dataset;

const tenImages = images(10, 4, 5);
const tenLabels = turns(10);

/** Pixels and label of each example as text, sorted: what is kept however examples are ordered. */
function examplesOf({ train, test, height, width, channels }: Dataset): string[] {
  const size = height * width * channels;
  return [train, test]
    .flatMap((part) =>
      Array.from(part.labels, (label, index) =>
        [...part.images.subarray(index * size, (index + 1) * size), label].join(' '),
      ),
    )
    .sort();
}

describe('files without a test part', () => {
  it('are divided, each class in proportion', async () => {
    const dataset = await importAll([
      file('my-images-idx3-ubyte', tenImages),
      file('my-labels', tenLabels),
    ]);
    expect(dataset).toMatchObject({ height: 4, width: 5, channels: 1, label: 'my-images' });
    expect(dataset.classNames).toEqual(['0', '1', '2']);
    expect([...dataset.train.labels].sort()).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect([...dataset.test.labels].sort()).toEqual([0, 1, 2]);
    const expected = Array.from({ length: 10 }, (_, index) =>
      [...tenImages.subarray(16 + index * 20, 16 + (index + 1) * 20), index % 3].join(' '),
    );
    expect(examplesOf(dataset)).toEqual(expected.sort());
  });

  it('are the same dataset packed or not, in either order, under any name', async () => {
    const plain = await importAll([file('a', tenImages), file('b', tenLabels)]);
    const packed = await importAll([
      file('labels.gz', pack(tenLabels)),
      file('x-ubyte', pack(tenImages)), // a name without .gz
    ]);
    expect([packed.id, packed.sha256]).toEqual([plain.id, plain.sha256]);
    expect(packed.id).toMatch(/^own\/[0-9a-f]{16}$/);
    expect(packed.train).toEqual(plain.train);
  });

  it('are another dataset when the same bytes have another shape', async () => {
    const values = tenImages.slice(16);
    const turned = writeIdx({ shape: [10, 5, 4], values });
    const plain = await importAll([file('a', tenImages), file('b', tenLabels)]);
    const other = await importAll([file('a', turned), file('b', tenLabels)]);
    expect(other.sha256).toBe(plain.sha256);
    expect(other.id).not.toBe(plain.id);
  });

  it('are another dataset when they are divided otherwise', async () => {
    const files = [file('a', tenImages), file('b', tenLabels)];
    const half = await importForTest(files, { answers: { split: '50' } });
    expect(half.dataset.train.count).toBe(5);
    expect(half.dataset.id).not.toBe((await importAll(files)).id);
    expect(half.record.questions.map(({ id, answer }) => [id, answer])).toEqual([['split', '50']]);
  });

  it('may be coloured, and have labels of any whole type', async () => {
    const dataset = await importAll([file('a', images(6, 2, 3, 3)), file('b', turns(6))]);
    expect(dataset).toMatchObject({ height: 2, width: 3, channels: 3 });
    for (const Array of [Int8Array, Int16Array, Int32Array]) {
      const values = Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2, 100]);
      const wide = file('b', writeIdx({ shape: [10], values }));
      const { dataset, record } = await importForTest([file('a', tenImages), wide]);
      expect(dataset.classNames.length).toBe(101);
      expect(record.remarks).toContain('Classes 3, 4, 5, 6, 7 and 92 more have no image at all.');
    }
  });

  it('have names that do not disturb a page', async () => {
    const dataset = await importAll([
      file(`\u202eevil${'x'.repeat(200)}`, tenImages),
      file('b', tenLabels),
    ]);
    expect(dataset.label).toMatch(/^evilx+$/);
    expect(dataset.label.length).toBeLessThanOrEqual(120);
  });
});

describe('files with a test part', () => {
  const four = {
    trainImages: images(6, 3, 3),
    trainLabels: turns(6),
    testImages: images(4, 3, 3),
    testLabels: turns(4, 2),
  };
  const named = [
    file('t10k-labels-idx1-ubyte', four.testLabels),
    file('train-images-idx3-ubyte', four.trainImages),
    file('t10k-images-idx3-ubyte', four.testImages),
    file('train-labels-idx1-ubyte', four.trainLabels),
  ];

  it('keep it, whatever their order', async () => {
    const datasets = await Promise.all([named, [...named].reverse()].map(importAll));
    for (const dataset of datasets) {
      expect([dataset.train.count, dataset.test.count]).toEqual([6, 4]);
      expect(dataset.train.images).toEqual(four.trainImages.slice(16));
      expect([...dataset.test.labels]).toEqual([0, 1, 0, 1]);
      expect(dataset.classNames.length).toBe(3);
    }
    expect(datasets[0]!.sha256).toBe(datasets[1]!.sha256);
  });

  it('ask about no split, and say which class is not tested', async () => {
    const { record } = await importForTest(named);
    expect(record.questions).toEqual([]);
    expect(record.remarks).toEqual(['Class 2 has no test image: accuracy there is not known.']);
  });
});

/** Images of one value each, so that equal values are equal images. */
function part(values: readonly number[], labels: readonly number[], name = 'train'): LabelledPart {
  return {
    ...{ name, labelsName: `${name}-labels` },
    shape: [values.length, 2, 1, 1],
    images: Uint8Array.from(values.flatMap((value) => [value, 255 - value])),
    labels: Int32Array.from(labels),
  };
}
const whence = { label: 'L', source: 's', licence: 'l' };

describe('the checks', () => {
  const sound = part([1, 2, 3, 4], [0, 0, 1, 1]);
  const refused: [
    what: string,
    code: string,
    says: RegExp,
    parts: Parameters<typeof datasetOf>[0],
  ][] = [
    [
      'a negative label',
      'label-range',
      /label -1 at example 2 of train-labels/,
      { train: part([1, 2, 3], [0, 1, -1]) },
    ],
    [
      'a label that no byte holds',
      'label-range',
      /label 256 at example 0.*0 to 254/s,
      { train: part([1, 2], [256, 1]) },
    ],
    [
      'the label that stands for no answer',
      'label-range',
      /label 255 at example 1/,
      { train: part([1, 2], [0, 255]) },
    ],
    [
      'a test label beyond the names',
      'label-range',
      /label 2 at example 0 of test-labels.*one for each class name/s,
      { train: sound, test: part([1], [2], 'test'), classNames: ['a', 'b'] },
    ],
    [
      '300 class names',
      'class-count',
      /300 classes/,
      { train: sound, classNames: Array.from({ length: 300 }, String) },
    ],
    [
      'one class',
      'one-class',
      /2 training examples, all of class 7/,
      { train: part([1, 2], [7, 7]) },
    ],
    [
      'one class to train on',
      'one-class',
      /all of class 0/,
      { train: part([1, 2], [0, 0]), test: sound },
    ],
    ['no image', 'empty-dataset', /0 × 2 × 1 × 1/, { train: part([], []) }],
    [
      'no image to test on',
      'empty-dataset',
      /test, whose sizes 0 ×/,
      { train: sound, test: part([], [], 'test') },
    ],
    [
      'one image of each class',
      'too-few-images',
      /none of which can be kept for testing/,
      { train: part([1, 2], [0, 1]) },
    ],
    [
      'parts of two sizes',
      'size-mismatch',
      /train of 2 × 1 × 1 and test of 1 × 2 × 1/,
      { train: sound, test: { ...part([1, 2], [0, 1], 'test'), shape: [2, 1, 2, 1] } },
    ],
    [
      'more pixels than fit',
      'too-many-pixels',
      /at most 1,073,741,824/,
      { train: { ...sound, shape: [2 ** 18, 128, 128, 1] } },
    ],
  ];
  it.each(refused)('refuse %s by %s', async (_what, code, says, parts) => {
    const fault: unknown = await datasetOf(parts, whence, readingWith()).catch((error) => error);
    expect(codeOf(fault)).toBe(code);
    expect(String(fault)).toMatch(says);
  });

  it('accept 255 classes', async () => {
    const all = Array.from({ length: 510 }, (_, index) => index >> 1);
    const big = { ...part(all, all), images: new Uint8Array(1020), shape: [510, 2, 1, 1] as const };
    const { classNames } = await datasetOf({ train: big }, whence, readingWith());
    expect(classNames.length).toBe(255);
  });

  it('remark on classes that are rare, missing or untested, and on images that show nothing', async () => {
    const reading = readingWith();
    const train = part([1, 2, 3, 4, 5], [0, 0, 0, 1, 3]);
    const plain = { ...train, images: train.images.map((value, at) => (at < 4 ? 9 : value)) };
    const test = part([6, 7], [0, 4], 'test');
    const classNames = ['a', 'b', 'c', 'd', 'e'];
    await datasetOf({ train: plain, test, classNames }, whence, reading);
    expect(reading.remarks).toEqual([
      '1 image is the same as another image.',
      'Class c has no image at all.',
      'Class e has test images but no training image: no model can learn what is there.',
      'Classes b, d have a single training image.',
      'Classes b, d have no test image: accuracy there is not known.',
      '2 images are of one value throughout: nothing can be seen there.',
    ]);
  });

  it('clean the names of classes', async () => {
    const classNames = ['\u202ecat', 'dog\u0000'];
    const dataset = await datasetOf({ train: sound, classNames }, whence, readingWith());
    expect(dataset.classNames).toEqual(['cat', 'dog']);
  });
});

describe('duplicates', () => {
  const train = part([1, 2, 3, 3], [0, 1, 0, 1]);
  const test = part([2, 5, 6, 2], [1, 0, 1, 1], 'test');

  it('are counted, and kept unless a person says otherwise', async () => {
    const reading = readingWith();
    const dataset = await datasetOf({ train, test }, whence, reading);
    expect(dataset.test.count).toBe(4);
    expect(reading.asked.map(({ id, answer }) => [id, answer])).toEqual([['duplicates', 'keep']]);
    expect(reading.remarks.slice(0, 2)).toEqual([
      '3 images are the same as another image.',
      '2 of 4 test images are in the training part, too: accuracy on them is recall.',
    ]);
  });

  it('are left out of the test part where a person says so', async () => {
    const dataset = await datasetOf({ train, test }, whence, readingWith({ duplicates: 'drop' }));
    expect([...dataset.test.images]).toEqual([5, 250, 6, 249]);
    expect([...dataset.test.labels]).toEqual([0, 1]);
    expect(dataset.train.count).toBe(4);
  });

  it('are not asked about where none, or nothing else, is in the test part', async () => {
    const within = readingWith();
    await datasetOf({ train, test: part([5, 5], [0, 1], 'test') }, whence, within);
    const all = readingWith({ duplicates: 'drop' });
    const dataset = await datasetOf({ train, test: part([1, 2], [0, 1], 'test') }, whence, all);
    expect([within.asked, all.asked, dataset.test.count]).toEqual([[], [], 2]);
    expect(all.remarks.join()).toContain('2 of 2 test images');
  });
});

describe('whatever the bytes', () => {
  const sizes = fc.record({
    count: fc.integer({ min: 3, max: 12 }),
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    channels: fc.constantFrom(0, 1, 3),
  });

  it('every example of sound files is kept, once', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ count, height, width, channels }) => {
        const size = channels === 0 ? [height, width] : [height, width, channels];
        const contents = [images(count, ...size), turns(count, 2)];
        const dataset = await importAll(contents.map((bytes, index) => file(`${index}`, bytes)));
        const pixels = height * width * Math.max(1, channels);
        const values = contents[0]!.subarray(-pixels * count);
        const expected = Array.from({ length: count }, (_, index) =>
          [...values.subarray(index * pixels, (index + 1) * pixels), index % 2].join(' '),
        );
        expect(examplesOf(dataset)).toEqual(expected.sort());
      }),
    );
  });
});

const mnist = new URL('../../../../shared/data/mnist-10k/', import.meta.url);

describe.skipIf(!existsSync(mnist))('MNIST (skipped where ../shared/data is absent)', () => {
  it('is divided into 8,000 and 2,000 digits with the proportions of its classes', async () => {
    const names = ['t10k-labels-idx1-ubyte.gz', 't10k-images-idx3-ubyte.gz'];
    const files = names.map((name) => file(name, readFileSync(new URL(name, mnist))));
    const { dataset, record } = await importForTest(files);
    expect(dataset).toMatchObject({ height: 28, width: 28, channels: 1, label: 't10k-images' });
    expect([dataset.train.count, dataset.test.count]).toEqual([8000, 2000]);
    const counts = [dataset.train, dataset.test].map(({ labels: part }) =>
      [...part].reduce(
        (sums, label) => sums.with(label, sums[label]! + 1),
        new Array<number>(10).fill(0),
      ),
    );
    const whole = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
    expect(counts[0]!.map((count, label) => count + counts[1]![label]!)).toEqual(whole);
    counts[0]!.forEach((count, label) =>
      expect(Math.abs(count - 0.8 * whole[label]!)).toBeLessThan(1),
    );
    expect(record.remarks).toEqual([]);
  });
});
