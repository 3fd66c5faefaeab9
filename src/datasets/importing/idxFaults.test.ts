/** Faulty IDX and gzip files through the whole import: each is answered by a LabError, or is sound. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, LabError, messageOf } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { Dataset } from '../dataset.ts';
import { unpack } from '../files/gzip.ts';
import { writeIdx } from '../formats/idx.ts';
import { importForTest } from './testing.ts';

const importFiles = async (files: readonly File[]): Promise<Dataset> =>
  (await importForTest(files)).dataset;

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

async function faultOf(files: readonly File[]): Promise<LabError> {
  const error: unknown = await importFiles(files).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(error instanceof LabError)) throw new Error(`no LabError but ${messageOf(error)}`);
  return error;
}

describe('IDX files, packed or not', () => {
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
      'parts of two sizes',
      'size-mismatch',
      /4 × 5 × 1 and test of 3 × 3 × 1/,
      [file('train', tenImages), good, file('test', images(4, 3, 3)), file('test-l', turns(4))],
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
    const arrayBuffer = () => Promise.reject(new Error('gone'));
    const gone = { name: 'gone', size: 5, slice: () => ({ arrayBuffer }) };
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

describe('whatever the bytes', () => {
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
