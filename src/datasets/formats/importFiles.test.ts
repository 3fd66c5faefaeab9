import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, LabError, messageOf } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { Dataset } from '../dataset.ts';
import { unpack } from '../files/gzip.ts';
import { writeIdx } from './idx.ts';
import { importFiles } from './importFiles.ts';

const random = createRandom(7).stream('test/import');
const bytesOf = (size: number) => Uint8Array.from(random.uniforms(size, 0, 256));
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

const tenImages = images(10, 4, 5);
const tenLabels = turns(10);

function change(bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(values, offset < 0 ? bytes.length + offset : offset);
  return changed;
}
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

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

async function faultOf(files: readonly File[]): Promise<LabError> {
  const error: unknown = await importFiles(files).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(error instanceof LabError)) throw new Error(`no LabError but ${messageOf(error)}`);
  return error;
}

describe('importFiles', () => {
  it('reads two files and lets four fifths train, in a fixed random order', async () => {
    const dataset = await importFiles([
      file('my-images-idx3-ubyte', tenImages),
      file('my-labels', tenLabels),
    ]);
    expect(dataset).toMatchObject({ height: 4, width: 5, channels: 1, label: 'my-images' });
    expect(dataset.classNames).toEqual(['0', '1', '2']);
    expect([dataset.train.count, dataset.test.count]).toEqual([8, 2]);
    expect(dataset.id).toBe(`own/${dataset.sha256.slice(0, 16)}`);
    const expected = Array.from({ length: 10 }, (_, index) =>
      [...tenImages.subarray(16 + index * 20, 16 + (index + 1) * 20), index % 3].join(' '),
    );
    expect(examplesOf(dataset)).toEqual(expected.sort());
  });

  it('gives the same dataset packed or not, in either order, under any name', async () => {
    const plain = await importFiles([file('a', tenImages), file('b', tenLabels)]);
    const packed = await importFiles([
      file('labels.gz', pack(tenLabels)),
      file('x-ubyte', pack(tenImages)), // a name without .gz
    ]);
    expect(packed.sha256).toBe(plain.sha256);
    expect(packed.train).toEqual(plain.train);
  });

  it('reads images with channels', async () => {
    const dataset = await importFiles([file('a', images(5, 2, 3, 3)), file('b', turns(5))]);
    expect(dataset).toMatchObject({ height: 2, width: 3, channels: 3 });
  });

  it.each(['int8', 'int16', 'int32'] as const)('reads labels of %s', async (type) => {
    const array = { int8: Int8Array, int16: Int16Array, int32: Int32Array }[type];
    const values = array.from([0, 1, 2, 0, 1, 2, 0, 1, 2, 100]);
    const wide = writeIdx({ shape: [10], values });
    const dataset = await importFiles([file('a', tenImages), file('b', wide)]);
    expect(dataset.classNames.length).toBe(101);
  });

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

  it('reads four files in any order', async () => {
    const datasets = await Promise.all([named, [...named].reverse()].map(importFiles));
    for (const dataset of datasets) {
      expect([dataset.train.count, dataset.test.count]).toEqual([6, 4]);
      expect(dataset.train.images).toEqual(four.trainImages.slice(16));
      expect([...dataset.test.labels]).toEqual([0, 1, 0, 1]);
      expect(dataset.classNames.length).toBe(3);
    }
    expect(datasets[0]!.sha256).toBe(datasets[1]!.sha256);
  });

  it('tells four files without telling names apart by their counts', async () => {
    const names = ['d', 'c', 'b', 'a'];
    const files = named.map((each, index) => new File([each], names[index]!));
    const dataset = await importFiles(files);
    expect(dataset.train.images).toEqual(four.trainImages.slice(16));
    expect([...dataset.test.labels]).toEqual([0, 1, 0, 1]);
  });

  it('believes names before counts', async () => {
    const swapped = named.map(
      (each) =>
        new File(
          [each],
          each.name.replace(/^(train|t10k)/, (part) => (part === 'train' ? 'test' : 'train')),
        ),
    );
    const dataset = await importFiles(swapped);
    expect([dataset.train.count, dataset.test.count]).toEqual([4, 6]);
  });

  it('cleans names of what would disturb a page', async () => {
    const dataset = await importFiles([
      file(`\u202eevil\u0000${'x'.repeat(200)}`, tenImages),
      file('b', tenLabels),
    ]);
    expect(dataset.label).toMatch(/^evilx+$/);
    expect(dataset.label.length).toBe(120);
  });

  const good = file('labels', tenLabels);
  const packedImages = pack(tenImages);
  const badInput: [what: string, code: string, says: RegExp, files: File[]][] = [
    [
      'gz cut in the middle',
      'gzip-truncated',
      /breaks off after 60 bytes/,
      [file('i.gz', packedImages.subarray(0, 60)), good],
    ],
    [
      'gz without trailer',
      'gzip-truncated',
      /breaks off/,
      [file('i.gz', packedImages.subarray(0, -8)), good],
    ],
    [
      'gz with half a trailer',
      'gzip-truncated',
      /breaks off/,
      [file('i.gz', packedImages.subarray(0, -3)), good],
    ],
    [
      'gz of a header only',
      'gzip-truncated',
      /after 10 bytes/,
      [file('i.gz', packedImages.subarray(0, 10)), good],
    ],
    [
      'gz of two bytes',
      'gzip-truncated',
      /after 2 bytes/,
      [file('i.gz', packedImages.subarray(0, 2)), good],
    ],
    [
      'gz with a wrong checksum',
      'gzip-checksum',
      /checksum/,
      [file('i.gz', change(packedImages, -8, packedImages.at(-8)! ^ 1)), good],
    ],
    [
      'gz with a wrong length',
      'gzip-checksum',
      /length/,
      [file('i.gz', change(packedImages, -1, 9)), good],
    ],
    [
      'junk after gz',
      'gzip-trailing',
      /follows something else, 4 bytes/,
      [file('i.gz', join(packedImages, Uint8Array.of(1, 2, 3, 4))), good],
    ],
    [
      'zeros after gz',
      'gzip-trailing',
      /something else, 9 bytes/,
      [file('i.gz', join(packedImages, new Uint8Array(9))), good],
    ],
    [
      'two gz members, which unpack to one file after the other',
      'idx-length',
      /i/,
      [file('i.gz', join(packedImages, packedImages)), good],
    ],
    [
      'gz with damaged data',
      'gzip-corrupt',
      /damaged/,
      [file('i.gz', change(packedImages, 10, 0xff, 0xff)), good],
    ],
    [
      'zlib instead of gzip',
      'unknown-format',
      /begins with 78 9c/,
      [file('i', Uint8Array.of(0x78, 0x9c, 1, 2, 3)), file('l', Uint8Array.of(0x78, 0x9c))],
    ],
    ['an empty file', 'empty-file', /nothing/, [file('i-idx3-ubyte', new Uint8Array(0)), good]],
    ['no file', 'unknown-format', /no file/, []],
    [
      'a text file',
      'idx-magic',
      /begins with 68 65 6c 6c/,
      [file('i', new TextEncoder().encode('hello there')), good],
    ],
    [
      'an unknown type byte',
      'idx-magic',
      /00 00 0a 03/,
      [file('i', change(tenImages, 2, 0x0a)), good],
    ],
    ['float images', 'idx-type', /float32/, [file('i', change(tenImages, 2, 0x0d)), good]],
    [
      'float64 labels',
      'idx-type',
      /float64/,
      [file('i', tenImages), file('l', change(tenLabels, 2, 0x0e))],
    ],
    [
      'int16 images',
      'idx-type',
      /int16/,
      [file('i', writeIdx({ shape: [2, 1, 1], values: new Int16Array(2) })), file('l', turns(2))],
    ],
    ['rank 0', 'idx-rank', /0 dimensions/, [file('i', change(tenImages, 3, 0)), good]],
    ['rank 200', 'idx-rank', /200 dimensions/, [file('i', change(tenImages, 3, 200)), good]],
    ['a table', 'idx-rank', /table of 2 × 8/, [file('i', images(2, 8)), file('l', turns(2))]],
    [
      'sizes that overflow',
      'idx-length',
      /expected 4294967312 bytes/,
      [file('i', change(tenImages, 4, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0)), good],
    ],
    [
      'sizes beyond any memory',
      'idx-length',
      /expected \d+/,
      [file('i', change(tenImages, 4, ...new Array<number>(12).fill(255))), good],
    ],
    [
      'fewer bytes than the sizes ask for',
      'idx-length',
      /of 215 bytes; expected 216/,
      [file('i', tenImages.subarray(0, -1)), good],
    ],
    [
      'more bytes than the sizes ask for',
      'idx-length',
      /of 217 bytes; expected 216/,
      [file('i', join(tenImages, Uint8Array.of(0))), good],
    ],
    [
      'a cut header',
      'idx-length',
      /within its header/,
      [file('i', tenImages.subarray(0, 9)), good],
    ],
    [
      'sizes with the lowest byte first',
      'idx-endian',
      /10 × 4 × 5 would fit/,
      [file('i', change(tenImages, 4, 10, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0)), good],
    ],
    ['no example', 'empty-dataset', /0 × 4 × 5/, [file('i', images(0, 4, 5)), file('l', labels())]],
    ['images of no height', 'empty-dataset', /10 × 0 × 5/, [file('i', images(10, 0, 5)), good]],
    [
      'more images than labels',
      'count-mismatch',
      /10 images in i and 9 labels in l/,
      [file('i', tenImages), file('l', turns(9))],
    ],
    ['images alone', 'labels-missing', /none.*together/, [file('i', tenImages)]],
    [
      'images for labels',
      'labels-missing',
      /i and j/,
      [file('i', tenImages), file('j', tenImages)],
    ],
    ['labels alone', 'images-missing', /together/, [good]],
    [
      'three files',
      'labels-missing',
      /labels for 1 of them/,
      [file('i', tenImages), file('j', tenImages), good],
    ],
    [
      'six files',
      'file-count',
      /6 files/,
      [1, 2, 3].flatMap((n) => [file(`i${n}`, tenImages), file(`l${n}`, tenLabels)]),
    ],
    [
      'parts that nothing tells apart',
      'ambiguous-parts',
      /10 examples each/,
      [1, 2].flatMap((n) => [file(`i${n}`, tenImages), file(`l${n}`, tenLabels)]),
    ],
    [
      'parts of two sizes',
      'size-mismatch',
      /4 × 5 × 1 and test of 3 × 3 × 1/,
      [file('train', tenImages), good, file('test', images(4, 3, 3)), file('test-l', turns(4))],
    ],
    [
      'channels first',
      'image-size',
      /channels last/,
      [file('i', images(2, 3, 32, 32)), file('l', turns(2))],
    ],
    [
      'a negative label',
      'label-range',
      /label -1 at example 2/,
      [
        file('i', images(3, 1, 1)),
        file('l', writeIdx({ shape: [3], values: Int8Array.of(0, 1, -1) })),
      ],
    ],
    [
      'a label beyond a byte',
      'label-range',
      /label 256 at example 0/,
      [
        file('i', images(2, 1, 1)),
        file('l', writeIdx({ shape: [2], values: Int16Array.of(256, 1) })),
      ],
    ],
    [
      'one class',
      'one-class',
      /all of class 3/,
      [file('i', tenImages), file('l', labels(...new Array<number>(10).fill(3)))],
    ],
    [
      'a single example',
      'one-class',
      /training examples/,
      [file('i', images(1, 4, 5)), file('l', labels(1))],
    ],
  ];

  it.each(badInput)('answers %s by %s', async (_what, code, says, files) => {
    const fault = await faultOf(files);
    expect(codeOf(fault)).toBe(code);
    expect(fault.message).toMatch(says);
    expect(fault.message).toMatch(/^Found .+; expected .+\. To do: .+\.$/s);
  });

  it('refuses a file that is too large before it reads it', async () => {
    const large = {
      name: 'big',
      size: 2 ** 30,
      arrayBuffer: () => Promise.reject(new Error('read')),
    };
    expect(codeOf(await faultOf([large as unknown as File]))).toBe('too-large');
  });

  it('says that a file cannot be read', async () => {
    const gone = { name: 'gone', size: 5, arrayBuffer: () => Promise.reject(new Error('gone')) };
    expect(codeOf(await faultOf([gone as unknown as File]))).toBe('file-unreadable');
  });

  it('stops unpacking a bomb at the limit', async () => {
    const bomb = { name: 'bomb.gz', bytes: pack(new Uint8Array(2 ** 24)) };
    await expect(unpack(bomb, 2 ** 20)).rejects.toMatchObject({ code: 'too-large-inflated' });
    expect((await unpack(bomb, 2 ** 24)).bytes.length).toBe(2 ** 24);
  });

  it('unpacks gzip headers with every optional field', async () => {
    const [extra, text] = [
      [3, 0, 7, 7, 7],
      [...new TextEncoder().encode('name'), 0],
    ];
    const header = [0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 3, ...extra, ...text, ...text];
    const bytes = join(Uint8Array.from(header), packedImages.subarray(10));
    expect((await unpack({ name: 'x.gz', bytes })).bytes).toEqual(tenImages);
    const damaged = { name: 'x.gz', bytes: new Uint8Array(change(bytes, -8, bytes.at(-8)! ^ 1)) };
    await expect(unpack(damaged)).rejects.toMatchObject({ code: 'gzip-checksum' });
  });
});

describe('importFiles, whatever the bytes', () => {
  const sizes = fc.record({
    count: fc.integer({ min: 2, max: 12 }),
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    channels: fc.constantFrom(0, 1, 3),
    packed: fc.boolean(),
  });
  type Sizes = { count: number; height: number; width: number; channels: number; packed: boolean };

  function filesOf({ count, height, width, channels, packed }: Sizes): Uint8Array[] {
    const size = channels === 0 ? [height, width] : [height, width, channels];
    const pair = [images(count, ...size), turns(count, 2)];
    return packed ? pair.map(pack) : pair;
  }

  /** A valid dataset or a LabError; anything else fails. */
  async function expectAnswer(contents: readonly Uint8Array[]): Promise<Dataset | undefined> {
    try {
      const dataset = await importFiles(contents.map((bytes, i) => file(`${i}-ubyte`, bytes)));
      const size = dataset.height * dataset.width * dataset.channels;
      for (const part of [dataset.train, dataset.test]) {
        expect(part.images.length).toBe(part.count * size);
        expect(part.labels.length).toBe(part.count);
        expect(part.count).toBeGreaterThan(0);
        for (const label of part.labels) expect(label).toBeLessThan(dataset.classNames.length);
      }
      return dataset;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      return undefined;
    }
  }

  it('keeps every example of sound files', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        const contents = filesOf({ ...size, packed: false });
        const labelled = await importFiles(contents.map((bytes, i) => file(`${i}`, bytes))).catch(
          (error: unknown) => {
            // Of two or three examples the training part may hold one class.
            expect([codeOf(error), size.count < 4]).toEqual(['one-class', true]);
          },
        );
        if (!labelled) return;
        const pixels = size.height * size.width * Math.max(1, size.channels);
        const values = contents[0]!.subarray(-pixels * size.count);
        const expected = Array.from({ length: size.count }, (_, index) =>
          [...values.subarray(index * pixels, (index + 1) * pixels), index % 2].join(' '),
        );
        expect(examplesOf(labelled)).toEqual(expected.sort());
      }),
    );
  });

  it('answers changed bytes by a dataset of the same shape or a LabError', async () => {
    const changes = fc.array(
      fc.record({
        where: fc.nat(1e6),
        byte: fc.integer({ min: 0, max: 255 }),
        labels: fc.boolean(),
      }),
      { minLength: 1, maxLength: 16 },
    );
    await fc.assert(
      fc.asyncProperty(sizes, changes, async (size, mutations) => {
        const contents = filesOf(size);
        for (const { where, byte, labels: inLabels } of mutations) {
          const bytes = contents[inLabels ? 1 : 0]!;
          bytes[where % bytes.length] = byte;
        }
        const dataset = await expectAnswer(contents);
        if (dataset) expect(dataset.train.count + dataset.test.count).toBe(size.count);
      }),
      { numRuns: 400 },
    );
  });

  it('answers cut files by a LabError', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(1e6), fc.boolean(), async (size, where, inLabels) => {
        const contents = filesOf(size);
        const cut = contents[inLabels ? 1 : 0]!;
        contents[inLabels ? 1 : 0] = cut.subarray(0, where % cut.length);
        expect(await expectAnswer(contents)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

const mnist = new URL('../../../../shared/data/mnist-10k/', import.meta.url);
const hasMnist = existsSync(mnist);

describe.skipIf(!hasMnist)('MNIST (skipped where ../shared/data/mnist-10k is absent)', () => {
  it('imports as 8,000 and 2,000 digits', async () => {
    const names = ['t10k-labels-idx1-ubyte.gz', 't10k-images-idx3-ubyte.gz'];
    const files = names.map((name) => file(name, readFileSync(new URL(name, mnist))));
    const started = performance.now();
    const dataset = await importFiles(files);
    console.info(`MNIST imported in ${Math.round(performance.now() - started)} ms`);
    expect(dataset).toMatchObject({ height: 28, width: 28, channels: 1, label: 't10k-images' });
    expect([dataset.train.count, dataset.test.count]).toEqual([8000, 2000]);
    expect(dataset.classNames.length).toBe(10);
    const counts = new Array<number>(10).fill(0);
    for (const { labels: part } of [dataset.train, dataset.test]) {
      for (const label of part) counts[label]!++;
    }
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });
});
