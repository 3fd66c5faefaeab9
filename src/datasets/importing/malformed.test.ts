/**
 * The table of malformed files: every row is made here, goes the whole way of an import, and gets its
 * answer: an error by name, a question, a remark, or the images that it holds. Nothing of it is
 * stored. (Rows of results, links and names stand with what reads those.)
 */
import { gzipSync, deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../../core/errors.ts';
import { createMemoryDatasets, createNodeLibrary } from '../../headless/nodeLibrary.ts';
import type { ImportPreview, ImportRequest } from '../../library/library.ts';
import { tarOf, zipOf, type ZipMember } from '../files/testing.ts';
import { writeIdx } from '../formats/idx.ts';
import { npyOf } from '../formats/testing.ts';
import { evenPng, pngOf } from '../pictures/testing.ts';

type Files = Readonly<Record<string, Uint8Array | string>>;

const bytesOf = (content: Uint8Array | string) =>
  new Uint8Array(typeof content === 'string' ? new TextEncoder().encode(content) : content);
const requestOf = (files: Files): ImportRequest => ({
  from: 'files',
  files: Object.entries(files).map(([path, content]) => ({
    path,
    file: new File([bytesOf(content)], path.split('/').at(-1)!),
  })),
});

const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
function change(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(values, at < 0 ? bytes.length + at : at);
  return changed;
}
/** `count` images whose pixels differ from one another. */
const values = (count: number) =>
  Uint8Array.from({ length: count }, (_, i) => (i * 37 + (i >> 3)) % 256);

const images = writeIdx({ shape: [12, 4, 5], values: values(240) });
const labels = writeIdx({ shape: [12], values: Uint8Array.from({ length: 12 }, (_, i) => i % 3) });
const packed = gzip(images);
const idx = (files: Files) => ({ 'my-labels-idx1-ubyte': labels, ...files });
const idxLabels = (...of: number[]) => ({
  'i-idx3-ubyte': writeIdx({ shape: [of.length, 2, 2], values: values(4 * of.length) }),
  'l-idx1-short': writeIdx({ shape: [of.length], values: Int16Array.from(of) }),
});

const npzOf = (arrays: Files) =>
  zipOf(
    Object.entries(arrays).map(([path, bytes]) => ({ path: `${path}.npy`, bytes: bytesOf(bytes) })),
  );
const twelve = npyOf('|u1', [12, 4, 5], values(240));
const twelveLabels = npyOf('|u1', [12], labels.slice(8));
const floats = (fill: (index: number) => number) =>
  npyOf(
    '<f4',
    [12, 4, 5],
    new Uint8Array(Float32Array.from({ length: 240 }, (_, i) => fill(i)).buffer),
  );
const float64 = (...of: number[]) =>
  npyOf('<f8', [of.length], new Uint8Array(Float64Array.from(of).buffer));
const int64 = (...of: bigint[]) =>
  npyOf('<i8', [of.length], new Uint8Array(BigInt64Array.from(of).buffer));

function cifar(labelBytes: 1 | 2, count: number, label: (index: number) => number): Uint8Array {
  const record = labelBytes + 3072;
  const bytes = new Uint8Array(count * record);
  for (let index = 0; index < count; index++) {
    bytes.fill(index % 251, index * record, (index + 1) * record);
    bytes.fill(label(index), index * record, index * record + labelBytes);
  }
  return bytes;
}

const picture = (path: string, value: number, rest: Partial<ZipMember> = {}): ZipMember => ({
  path,
  bytes: evenPng(8, 8, value),
  ...rest,
});
const animals = [1, 2, 3].flatMap((each) => [
  picture(`cat/${each}.png`, 10 * each),
  picture(`dog/${each}.png`, 10 * each + 100),
]);
const withPicture = (bytes: Uint8Array, path = 'cat/9.png') => ({
  'a.zip': zipOf([...animals, { path, bytes }]),
});
const sizedPng = (side: number) => {
  const png = evenPng(1, 1, 0);
  const [high, low] = [(side >> 8) & 255, side & 255];
  const head = change(change(png, 16, 0, 0, high, low), 20, 0, 0, high, low);
  return change(head, 29, ...crcOf(head.subarray(12, 29)));
};
function crcOf(bytes: Uint8Array): number[] {
  let checksum = ~0;
  for (const byte of bytes) {
    checksum ^= byte;
    for (let bit = 0; bit < 8; bit++) checksum = (checksum >>> 1) ^ (checksum & 1 ? 0xedb88320 : 0);
  }
  const word = ~checksum >>> 0;
  return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
}

/** [row, what, code, what the message says, files] */
const refused: readonly (readonly [number, string, string, RegExp, Files])[] = [
  [
    1,
    'gz cut in the middle',
    'gzip-truncated',
    /i\.gz.*after 60 bytes/,
    idx({ 'i.gz': packed.slice(0, 60) }),
  ],
  [
    2,
    'gz without trailer',
    'gzip-truncated',
    /i\.gz.*breaks off/,
    idx({ 'i.gz': packed.slice(0, -8) }),
  ],
  [
    3,
    'gz with a wrong CRC',
    'gzip-checksum',
    /i\.gz.*checksum/,
    idx({ 'i.gz': change(packed, -8, packed.at(-8)! ^ 1) }),
  ],
  [
    4,
    'gz with a wrong length',
    'gzip-checksum',
    /i\.gz.*length/,
    idx({ 'i.gz': change(packed, -4, 9) }),
  ],
  [
    5,
    'junk after gz',
    'gzip-trailing',
    /i\.gz.*4 bytes/,
    idx({ 'i.gz': join(packed, Uint8Array.of(1, 2, 3, 4)) }),
  ],
  [
    6,
    'two gz members, twice the images',
    'idx-length',
    /i of 512 bytes; expected 256/,
    idx({ 'i.gz': join(packed, packed) }),
  ],
  [
    8,
    'zlib instead of gzip',
    'unknown-format',
    /begins with 78/,
    { 'i.gz': new Uint8Array(deflateSync(images)) },
  ],
  [8, 'an empty file', 'empty-file', /i-ubyte.*nothing/, idx({ 'i-ubyte': new Uint8Array() })],
  [
    8,
    'a gz header alone',
    'gzip-truncated',
    /after 10 bytes/,
    idx({ 'i.gz': packed.slice(0, 10) }),
  ],
  [
    10,
    'a text file for images',
    'idx-magic',
    /i-ubyte.*68 65 6c 6c/,
    idx({ 'i-ubyte': 'hello there' }),
  ],
  [
    10,
    'an unknown type byte',
    'idx-magic',
    /00 00 0a 03/,
    idx({ 'i-ubyte': change(images, 2, 10) }),
  ],
  [10, 'rank 200', 'idx-rank', /200 dimensions/, idx({ 'i-ubyte': change(images, 3, 200) })],
  [
    11,
    'images where labels belong',
    'labels-missing',
    /i-ubyte and j-ubyte/,
    { 'i-ubyte': images, 'j-ubyte': images },
  ],
  [
    12,
    'sizes that overflow',
    'idx-length',
    /expected \d{10,} bytes/,
    idx({ 'i-ubyte': change(images, 4, 0, 1, 0, 0, 0, 1, 0, 0) }),
  ],
  [
    13,
    'fewer bytes than the sizes say',
    'idx-length',
    /of 255 bytes; expected 256/,
    idx({ 'i-ubyte': images.slice(0, -1) }),
  ],
  [
    13,
    'more bytes than the sizes say',
    'idx-length',
    /of 257 bytes; expected 256/,
    idx({ 'i-ubyte': join(images, Uint8Array.of(0)) }),
  ],
  [
    14,
    'no example',
    'empty-dataset',
    /i-ubyte.*0 × 4 × 5/,
    {
      'i-ubyte': writeIdx({ shape: [0, 4, 5], values: new Uint8Array() }),
      'l-ubyte': writeIdx({ shape: [0], values: new Uint8Array() }),
    },
  ],
  [
    14,
    'images of no height',
    'empty-dataset',
    /12 × 0 × 5/,
    idx({ 'i-ubyte': writeIdx({ shape: [12, 0, 5], values: new Uint8Array() }) }),
  ],
  [
    15,
    'sizes with the lowest byte first',
    'idx-endian',
    /12 × 4 × 5 would fit/,
    idx({ 'i-ubyte': change(images, 4, 12, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0) }),
  ],
  [
    16,
    'a label too few',
    'count-mismatch',
    /12 images in i-ubyte and 11 labels in l-ubyte/,
    { 'i-ubyte': images, 'l-ubyte': writeIdx({ shape: [11], values: values(11) }) },
  ],
  [
    17,
    'CIFAR with half a record',
    'cifar-length',
    /data_batch_1\.bin of 3083 bytes.*3073/,
    {
      'data_batch_1.bin': join(
        cifar(1, 1, () => 0),
        new Uint8Array(10),
      ),
    },
  ],
  [
    18,
    'CIFAR-100 read as CIFAR-10',
    'label-range',
    /label 99 at example 0 of data_batch_1\.bin, byte 0/,
    { 'data_batch_1.bin': cifar(2, 3073, () => 99) },
  ],
  [
    19,
    'the Python version of CIFAR',
    'python-pickle',
    /data_batch_1.*would run code/,
    { data_batch_1: Uint8Array.of(0x80, 2, 0x7d, 0x71) },
  ],
  [
    20,
    'a negative label',
    'label-range',
    /label -1 at example 2 of l-idx1-short/,
    idxLabels(0, 1, -1, 0),
  ],
  [20, 'a label beyond a byte', 'label-range', /label 300 at example 1/, idxLabels(0, 300, 1, 0)],
  [
    21,
    'a label of 3.5',
    'label-type',
    /label 3\.5 at example 1 of a\.npz › y\.npy/,
    { 'a.npz': npzOf({ x: twelve, y: float64(0, 3.5, ...new Array<number>(10).fill(1)) }) },
  ],
  [
    21,
    'a label of NaN',
    'label-type',
    /label NaN at example 0/,
    { 'a.npz': npzOf({ x: twelve, y: float64(NaN, ...new Array<number>(11).fill(1)) }) },
  ],
  [22, 'one class', 'one-class', /all of class 2/, idxLabels(2, 2, 2, 2, 2, 2)],
  [
    24,
    'NaN pixels',
    'non-finite',
    /x\.npy, in which 2 of 240 .* first at image 1, value 3 \(NaN\)/,
    { 'a.npz': npzOf({ x: floats((i) => (i === 23 || i === 99 ? NaN : 0.5)), y: twelveLabels }) },
  ],
  [
    24,
    'infinite pixels',
    'non-finite',
    /1 of 240 .* image 0, value 7 \(-Infinity\)/,
    { 'a.npz': npzOf({ x: floats((i) => (i === 7 ? -Infinity : 0.5)), y: twelveLabels }) },
  ],
  [
    28,
    'pickled objects',
    'npy-pickle',
    /y\.npy.*would run code/,
    { 'a.npz': npzOf({ x: twelve, y: npyOf('|O', [12], values(90)) }) },
  ],
  [
    29,
    'a header of 50,000 bytes',
    'npy-header',
    /a header of 50000 bytes/,
    { 'x.npy': change(twelve, 8, 0x50, 0xc3), 'y.npy': twelveLabels },
  ],
  [
    29,
    'a header beyond the file',
    'npy-header',
    /x\.npy.*breaks off/,
    { 'x.npy': twelve.slice(0, 60), 'y.npy': twelveLabels },
  ],
  [
    30,
    'a header that is code',
    'npy-header',
    /x\.npy.*not the expected dictionary/,
    {
      'x.npy': npyOf('|u1', "(__import__('os').system('true'),)", values(1)),
      'y.npy': twelveLabels,
    },
  ],
  ...['c8', 'U3', 'S3', 'M8'].map(
    (type) =>
      [
        31,
        `values of ${type}`,
        'npy-type',
        new RegExp(`y\\.npy.*\\(<${type}\\)`),
        { 'x.npy': twelve, 'y.npy': npyOf(`<${type}`, [12], values(96)) },
      ] as const,
  ),
  [
    32,
    'an int64 beyond 2⁵³',
    'integer-range',
    /9007199254740993 at position 1 of y\.npy/,
    { 'x.npy': twelve, 'y.npy': int64(0n, 9007199254740993n, ...new Array<bigint>(10).fill(1n)) },
  ],
  [
    32,
    'an int64 beyond any class',
    'label-range',
    /label 4294967296 at example 1/,
    { 'x.npy': twelve, 'y.npy': int64(0n, 2n ** 32n, ...new Array<bigint>(10).fill(1n)) },
  ],
  [
    33,
    'a negative size',
    'npy-length',
    /x\.npy.*sizes from 0 on/,
    { 'x.npy': npyOf('|u1', [-12, 4, 5], values(240)), 'y.npy': twelveLabels },
  ],
  [
    33,
    'a huge size',
    'npy-length',
    /x\.npy.*999999999/,
    { 'x.npy': npyOf('|u1', [999999999, 999999999], values(240)), 'y.npy': twelveLabels },
  ],
  [34, 'images alone', 'labels-missing', /x: 12 × 4 × 5 uint8/, { 'a.npz': npzOf({ x: twelve }) }],
  [
    35,
    'a path that climbs',
    'unsafe-path',
    /a\.zip.*\.\./,
    withPicture(evenPng(8, 8, 1), '../../x.png'),
  ],
  [35, 'an absolute path', 'unsafe-path', /root/, withPicture(evenPng(8, 8, 1), '/abs/x.png')],
  [35, 'a drive', 'unsafe-path', /drive/, withPicture(evenPng(8, 8, 1), 'C:/x.png')],
  [
    35,
    'a tar path that climbs',
    'unsafe-path',
    /a\.tar/,
    { 'a.tar.gz': gzip(tarOf([{ path: '../x.png', bytes: evenPng(8, 8, 1) }])) },
  ],
  [
    37,
    'one name twice',
    'zip-duplicate',
    /cat\/1\.png/,
    { 'a.zip': zipOf([...animals, picture('cat/1.png', 3)]) },
  ],
  [
    40,
    'an encrypted member',
    'zip-encrypted',
    /cat\/9\.png/,
    { 'a.zip': zipOf([...animals, picture('cat/9.png', 3, { flags: 1 })]) },
  ],
  [
    40,
    'an unknown method',
    'zip-method',
    /cat\/9\.png/,
    { 'a.zip': zipOf([...animals, picture('cat/9.png', 3, { method: 14 })]) },
  ],
  [
    40,
    'a piece of a split zip',
    'zip-unsupported',
    /a\.zip/,
    { 'a.zip': zipOf(animals, { disk: 1 }) },
  ],
  [
    41,
    'members that overlap',
    'zip-overlap',
    /a\.zip/,
    { 'a.zip': zipOf([...animals, picture('cat/9.png', 3, { begin: 0 })]) },
  ],
  [
    41,
    'a zip in a zip',
    'zip-nested',
    /inner\.zip/,
    { 'a.zip': zipOf([...animals, { path: 'inner.zip', bytes: zipOf(animals) }]) },
  ],
  [42, 'a zip that breaks off', 'zip-corrupt', /a\.zip/, { 'a.zip': zipOf(animals).slice(0, -30) }],
  [42, 'an empty zip', 'unknown-format', /no file/, { 'a.zip': zipOf([]) }],
];

/** [row, what, what the damaged file's reason says, files] */
const damaged: readonly (readonly [number, string, RegExp, Files])[] = [
  [
    38,
    'a size that is not so',
    /bytes/,
    { 'a.zip': zipOf([...animals, picture('cat/9.png', 3, { size: 5, localSize: 70 })]) },
  ],
  [
    39,
    'a bit flip in a stored member',
    /checksum|unpacked bytes/,
    { 'a.zip': change(zipOf([picture('cat/9.png', 3, { method: 0 }), ...animals]), 45, 0xaa) },
  ],
  [44, 'half a PNG', /breaks off/, withPicture(evenPng(8, 8, 9).slice(0, 50))],
  [44, 'text in a PNG', /begins with 68/, withPicture(bytesOf('hello'))],
  [44, 'an empty PNG', /nothing/, withPicture(new Uint8Array())],
  [
    44,
    'an SVG',
    /SVG/,
    withPicture(bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'cat/9.svg'),
  ],
  [45, 'a PNG of 40,000 a side', /40000 × 40000/, withPicture(sizedPng(40_000))],
  [46, 'a PNG of 20,000 a side', /20000 × 20000/, withPicture(sizedPng(20_000))],
];

/** [row, what, question open or answered, answer taken, files] */
const asked: readonly (readonly [number, string, string, string | null, Files])[] = [
  [
    25,
    '0 to 255 in floats',
    'value-range',
    'byte',
    { 'a.npz': npzOf({ x: floats((i) => i), y: twelveLabels }) },
  ],
  [
    25,
    '0 to 1 in floats',
    'value-range',
    'unit',
    { 'a.npz': npzOf({ x: floats((i) => i / 240), y: twelveLabels }) },
  ],
  [
    25,
    '−1 to 1 in floats',
    'value-range',
    'signed',
    { 'a.npz': npzOf({ x: floats((i) => i / 120 - 1), y: twelveLabels }) },
  ],
  [
    25,
    '0 to 1 in uint8',
    'value-range',
    'unit',
    {
      'a.npz': npzOf({
        x: npyOf(
          '|u1',
          [12, 4, 5],
          values(240).map((v) => v & 1),
        ),
        y: twelveLabels,
      }),
    },
  ],
  [
    15,
    'float32 images in IDX',
    'value-range',
    'unit',
    idx({
      'i-idx3-float': writeIdx({
        shape: [12, 4, 5],
        values: Float32Array.from(values(240), (v) => v / 255),
      }),
    }),
  ],
  [
    34,
    'arrays of names that say nothing',
    'array/train-images',
    null,
    { 'a.npz': npzOf({ a: twelve, b: twelve, c: twelveLabels, d: twelveLabels }) },
  ],
  [
    27,
    'test images that are trained on',
    'duplicates',
    'keep',
    {
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': labels,
      't10k-images-idx3-ubyte': change(images, 96, ...values(160).reverse()),
      't10k-labels-idx1-ubyte': labels,
    },
  ],
];

/** [row, what, remark or reason, files] */
const told: readonly (readonly [number, string, RegExp, Files])[] = [
  [
    23,
    'a class without test images',
    /no test image/,
    { ...named('train', idxLabels(0, 1, 2, 0, 1, 2)), ...named('test', idxLabels(0, 1, 0, 1)) },
  ],
  [
    26,
    'images of one value',
    /1 image is of one value throughout/,
    idx({ 'i-ubyte': images.map((v, i) => (i >= 16 && i < 36 ? 9 : v)) }),
  ],
  [
    31,
    'colours one after another',
    /one colour after another/,
    { 'x.npy': npyOf('|u1', [12, 3, 8, 8], values(12 * 192)), 'y.npy': twelveLabels },
  ],
  [
    43,
    'what systems write beside files',
    /macOS|dot|Windows/,
    {
      'a.zip': zipOf([
        ...animals,
        { path: '__MACOSX/cat/._1.png', bytes: values(4) },
        { path: '.DS_Store', bytes: values(4) },
        { path: 'cat/Thumbs.db', bytes: values(4) },
      ]),
    },
  ],
  [
    47,
    'a PNG of 16 bits',
    /16 bits/,
    withPicture(
      pngOf({ width: 8, height: 8, channels: 1, data: new Uint16Array(64).fill(40_000) }),
    ),
  ],
  [49, 'a PNG with clear pixels', /laid over black/, withPicture(evenPng(8, 8, 200, 100, 50, 40))],
  [
    50,
    'grey among coloured pictures',
    /in grey beside others/,
    withPicture(evenPng(8, 8, 200, 100, 50)),
  ],
  [
    51,
    'a PNG that is called JPEG',
    /named as another type/,
    withPicture(evenPng(8, 8, 200), 'cat/9.jpg'),
  ],
  [
    52,
    'a class of a single picture',
    /single training image/,
    withPicture(evenPng(8, 8, 222), 'owl/1.png'),
  ],
];

function named(part: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [`${part}-${path}`, bytes]),
  );
}

/** [row, what, classes, images, files] */
const accepted: readonly (readonly [number, string, number, number, Files])[] = [
  [7, 'plain files named .gz', 3, 12, { 'i-ubyte.gz': images, 'l-ubyte.gz': labels }],
  [11, 'labels chosen before images', 3, 12, { 'b-ubyte': labels, 'a-ubyte': images }],
  [
    31,
    'float16 labels, big-endian images in columns',
    2,
    4,
    {
      'x.npy': npyOf(
        '>u2',
        [4, 1, 2],
        Uint8Array.from(values(16), (v, i) => (i % 2 ? v : 0)),
        true,
      ),
      'y.npy': npyOf('<f2', [4], Uint8Array.of(0, 0, 0, 0x3c, 0, 0, 0, 0x3c)),
    },
  ],
  [
    36,
    'a class called __proto__',
    3,
    10,
    {
      'a.zip': zipOf([
        ...animals,
        ...[1, 2, 3, 4].map((each) => picture(`__proto__/${each}.png`, 200 + each)),
      ]),
    },
  ],
  [48, 'a PNG with gamma', 2, 7, withPicture(withGamma(evenPng(8, 8, 64)))],
  [
    52,
    'two spellings of é',
    3,
    10,
    {
      'a.zip': zipOf([
        ...animals,
        ...['caf\u00e9/1.png', 'cafe\u0301/2.png', 'caf\u00e9/3.png', 'cafe\u0301/4.png'].map(
          (path, i) => picture(path, 210 + i),
        ),
      ]),
    },
  ],
];

function withGamma(png: Uint8Array): Uint8Array {
  const body = join(new TextEncoder().encode('gAMA'), Uint8Array.of(0, 0, 0x27, 0x10));
  return join(
    png.slice(0, 33),
    Uint8Array.of(0, 0, 0, 4),
    body,
    Uint8Array.from(crcOf(body)),
    png.slice(33),
  );
}

const store = createMemoryDatasets();
const library = createNodeLibrary(store);
const preview = (files: Files): Promise<ImportPreview> =>
  library.preview(requestOf(files), {}, () => {});
const title = ([row, what]: readonly [number, string, ...unknown[]]) => `row ${row}: ${what}`;
const kept = async () => {
  const cards = await store.list();
  return JSON.stringify([cards, await Promise.all(cards.map(({ id }) => store.read(id)))]);
};

describe('malformed files', () => {
  let before: string;
  beforeAll(async () => {
    const { token } = await preview(idx({ 'i-ubyte': images }));
    await library.accept(token, 'Kept');
    before = await kept();
    expect(before).toContain('"Kept"');
  });

  for (const each of refused) {
    it(title(each), async () => {
      const [, , code, says, files] = each;
      const fault: unknown = await preview(files).then(
        () => 'understood',
        (error: unknown) => error,
      );
      expect(messageOf(fault)).toMatch(says);
      expect(codeOf(fault)).toBe(code);
      expect(messageOf(fault)).toMatch(/^Found .+; expected .+\. To do: .+\.$/s);
      expect(await kept()).toBe(before);
    });
  }

  for (const each of damaged) {
    it(title(each), async () => {
      const { understood } = await preview(each[3]);
      expect(understood?.damagedCount).toBe(1);
      expect(understood?.skipped[0]).toMatchObject({ kind: 'damaged' });
      expect(understood?.skipped[0]?.name).toContain('9.');
      expect(understood?.skipped[0]?.reason).toMatch(each[2]);
      expect(understood!.trainCount + understood!.testCount).toBe(6);
      expect(await kept()).toBe(before);
    });
  }

  for (const each of asked) {
    it(title(each), async () => {
      const [, , id, answer, files] = each;
      const { questions, understood } = await preview(files);
      expect(questions.find((question) => question.id === id)).toMatchObject({ answer });
      expect(understood === null).toBe(answer === null);
      expect(await kept()).toBe(before);
    });
  }

  for (const each of told) {
    it(title(each), async () => {
      const { understood } = await preview(each[3]);
      const { remarks, skipped } = understood!;
      expect([...remarks, ...skipped.map(({ reason }) => reason)].join('\n')).toMatch(each[2]);
    });
  }

  for (const each of accepted) {
    it(title(each), async () => {
      const { understood } = await preview(each[4]);
      expect(understood!.classes.length).toBe(each[2]);
      expect(understood!.trainCount + understood!.testCount).toBe(each[3]);
    });
  }

  it('row 9: a gzip bomb, and row 41: zips that unpack to more than a gigabyte, are with the archives', () => {
    const rows = [refused, damaged, asked, told, accepted].flatMap((table) =>
      table.map(([row]) => row),
    );
    const missing = Array.from({ length: 52 }, (_, index) => index + 1).filter(
      (row) => !rows.includes(row),
    );
    expect(missing).toEqual([9]);
  });
});
