import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer, type ParquetWriteOptions } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { codeOf, LabError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { decodeInNode, evenPng, jpegOf, pngOf } from '../pictures/testing.ts';
import { fileFromChosen, type SourceFile } from '../files/sourceFile.ts';
import { parquet } from './parquet.ts';
import { openParquet } from './parquetFile.ts';
import { fileOf, readingWith } from './testing.ts';

const reading = (answers = {}) => readingWith(answers, decodeInNode);
type Columns = ParquetWriteOptions['columnData'];

const write = (columnData: Columns, options: Partial<ParquetWriteOptions> = {}) =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...options }));

const pictureSchema: NonNullable<ParquetWriteOptions['schema']> = [
  { name: 'schema', num_children: 2 },
  { name: 'image', repetition_type: 'OPTIONAL', num_children: 2 },
  { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
  { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
];
const huggingFace = (features: unknown) => [
  { key: 'huggingface', value: JSON.stringify({ info: { features } }) },
];
const features = {
  image: { _type: 'Image' },
  label: { _type: 'ClassLabel', names: ['cat', 'dog', 'fox'] },
};

const pixelsOf = (index: number) =>
  Uint8Array.from({ length: 12 }, (_, i) => (index * 37 + i * 5) % 256);
const png = (index: number) => pngOf({ width: 2, height: 2, channels: 3, data: pixelsOf(index) });
const indices = (count: number, first = 0) => Array.from({ length: count }, (_, i) => first + i);
const expectedPixels = (of: readonly number[]) => of.flatMap((index) => [...pixelsOf(index)]);

/** As the Hub writes them. */
function hubFile(of: readonly number[], options: Partial<ParquetWriteOptions> = {}): Uint8Array {
  return write(
    [
      { name: 'image', data: of.map((index) => ({ bytes: png(index), path: null })) },
      { name: 'label', data: of.map((index) => BigInt(index % 3)) },
    ],
    { schema: pictureSchema, kvMetadata: huggingFace(features), rowGroupSize: 4, ...options },
  );
}

const faultOf = async (files: readonly SourceFile[], answers = {}) => {
  const error: unknown = await parquet.read(files, reading(answers)).catch((e: unknown) => e);
  return { code: codeOf(error), message: (error as Error).message };
};

describe('parquet', () => {
  it('reads pictures and the names of their classes as the Hub writes them', async () => {
    const note = reading();
    const { train, test, classNames } = await parquet.read(
      [fileOf('a.parquet', hubFile(indices(10)))],
      note,
    );
    expect(train.shape).toEqual([10, 2, 2, 3]);
    expect([...train.images]).toEqual(expectedPixels(indices(10)));
    expect([...train.labels]).toEqual(indices(10).map((index) => index % 3));
    expect([classNames, test]).toEqual([['cat', 'dog', 'fox'], undefined]);
    expect(note.asked.map(({ id }) => id)).toEqual(['picture-size', 'picture-colour']);
  });

  it('joins files in the order of their numbers, and tells the parts by their paths', async () => {
    const files = [
      fileOf('train/10.parquet', hubFile(indices(3, 6))),
      fileOf('test/0.parquet', hubFile(indices(2, 20))),
      fileOf('train/2.parquet', hubFile(indices(6))),
      fileOf('validation/0.parquet', hubFile([1])),
    ];
    const { train, test } = await parquet.read(files, reading());
    expect([...train.images]).toEqual(expectedPixels(indices(9)));
    expect([...test!.images]).toEqual(expectedPixels([20, 21]));
  });

  it('reads no more rows than are wanted, and no more of the file than they take', async () => {
    const bytes = hubFile(indices(400), { rowGroupSize: 40 });
    const ends: number[] = [];
    const file = fileOf('a.parquet', bytes);
    const watched: SourceFile = {
      ...file,
      slice: (begin, end) => (ends.push(end), file.slice(begin, end)),
      read: () => Promise.reject(new Error('all of it')),
    };
    const { train } = await parquet.read([watched], { ...reading(), most: 50 });
    expect([...train.images]).toEqual(expectedPixels(indices(50)));
    const whole = await parquet.read([file], reading());
    expect(whole.train.shape[0]).toBe(400);
    // But for the footer: two groups of ten.
    const ofRows = ends.filter((end) => end !== bytes.length);
    expect(Math.max(...ofRows)).toBeLessThan(0.3 * bytes.length);
  });

  it('opens no more files than hold the rows wanted', async () => {
    const shut = (path: string): SourceFile => ({
      ...fileOf(path, hubFile(indices(4))),
      slice: () => Promise.reject(new Error(`${path} was opened`)),
    });
    const files = [
      fileOf('train/0000.parquet', hubFile(indices(4))),
      fileOf('train/0001.parquet', hubFile(indices(4, 4))),
      shut('train/0002.parquet'),
      fileOf('test/0000.parquet', hubFile(indices(6, 8))),
      shut('test/0001.parquet'),
    ];
    const { train, test } = await parquet.read(files, { ...reading(), most: 6 });
    expect([...train.images]).toEqual(expectedPixels(indices(6)));
    expect([...test!.images]).toEqual(expectedPixels(indices(6, 8)));
    await expect(parquet.read(files, reading())).rejects.toThrow('was opened');
  });

  it.each([
    ['UNCOMPRESSED', (input: Uint8Array) => input],
    ['SNAPPY', undefined],
    ['GZIP', (input: Uint8Array) => new Uint8Array(gzipSync(input))],
  ] as const)('unpacks %s', async (codec, compress) => {
    const bytes = hubFile(
      indices(10),
      compress ? { codec, compressors: { [codec]: compress } } : { codec },
    );
    const { train } = await parquet.read([fileOf('a.parquet', bytes)], reading());
    expect([...train.images]).toEqual(expectedPixels(indices(10)));
  });

  it('takes texts for classes, and bytes without a struct for pictures', async () => {
    const words = ['owl', 'ant', 'owl', 'bee'];
    const bytes = write([
      { name: 'picture', type: 'BYTE_ARRAY', data: indices(4).map(png) },
      { name: 'class', type: 'STRING', data: words },
    ]);
    const { train, classNames } = await parquet.read([fileOf('a.parquet', bytes)], reading());
    expect([...train.images]).toEqual(expectedPixels(indices(4)));
    expect([...train.labels].map((label) => classNames![label])).toEqual(words);
    expect(classNames).toEqual(['ant', 'bee', 'owl']);
  });

  it('brings pictures of several sizes to one, JPEG and PNG', async () => {
    const rgba = new Uint8Array(20 * 10 * 4).fill(255);
    const pictures = [evenPng(8, 8, 200), jpegOf(20, 10, rgba)];
    const bytes = write([
      { name: 'image', type: 'BYTE_ARRAY', data: pictures },
      { name: 'label', type: 'INT32', data: Int32Array.of(0, 1) },
    ]);
    const note = reading({ 'picture-size': '8', 'picture-colour': 'grey' });
    const { train } = await parquet.read([fileOf('a.parquet', bytes)], note);
    expect(train.shape).toEqual([2, 8, 8, 1]);
    expect([...train.images]).toEqual([
      ...new Array<number>(64).fill(200),
      ...new Array<number>(64).fill(255),
    ]);
    expect(note.remarks[0]).toMatch(/^1 picture brought to 8 × 8 pixels/);
  });

  it('leaves out damaged pictures, and tells', async () => {
    const pictures = indices(6).map(png);
    pictures[1] = pictures[1]!.slice(0, 50);
    pictures[3] = Uint8Array.of(1, 2, 3);
    const bytes = write([
      { name: 'image', type: 'BYTE_ARRAY', data: [...pictures.slice(0, 5), null] },
      { name: 'label', type: 'INT32', data: Int32Array.of(0, 1, 2, 0, 1, 2) },
    ]);
    const note = reading();
    const { train } = await parquet.read([fileOf('a.parquet', bytes)], note);
    expect([...train.images]).toEqual(expectedPixels([0, 2, 4]));
    expect([...train.labels]).toEqual([0, 2, 1]);
    expect(note.skipped.map(({ name, kind }) => [name, kind])).toEqual([
      ['a.parquet, row 3', 'damaged'],
      ['a.parquet, row 5', 'damaged'],
      ['a.parquet, row 1', 'damaged'],
    ]);
  });

  it('reads lists of pixels, nested or flat', async () => {
    const flat = indices(5).map((index) => [...pixelsOf(index), 1, 2, 3, 4]);
    const nested = flat.map((row) => [0, 4, 8, 12].map((begin) => row.slice(begin, begin + 4)));
    const labels = { name: 'label', data: Int32Array.of(0, 1, 0, 1, 0) };
    for (const data of [flat, nested]) {
      const bytes = write([{ name: 'image', data }, labels], {
        schema: listSchema(data === nested ? 2 : 1),
      });
      const { train } = await parquet.read([fileOf('a.parquet', bytes)], reading());
      expect(train.shape).toEqual([5, 4, 4, 1]);
      expect([...train.images]).toEqual(flat.flat());
    }
  });

  it('asks which column is which', async () => {
    const bytes = write([
      { name: 'a', type: 'BYTE_ARRAY', data: indices(4).map(png) },
      { name: 'b', type: 'BYTE_ARRAY', data: indices(4, 9).map(png) },
      { name: 'size', type: 'INT32', data: Int32Array.of(7, 7, 7, 7) },
      { name: 'kind', type: 'INT32', data: Int32Array.of(0, 1, 0, 1) },
    ]);
    const file = fileOf('a.parquet', bytes);
    expect(await faultOf([file])).toMatchObject({
      code: 'open-question',
      message: expect.stringContaining('column/images') as string,
    });
    const answers = { 'column/images': 'b' };
    expect(await faultOf([file], answers)).toMatchObject({ code: 'open-question' });
    const { train } = await parquet.read([file], reading({ ...answers, 'column/labels': 'kind' }));
    expect([...train.images]).toEqual(expectedPixels(indices(4, 9)));
    expect([...train.labels]).toEqual([0, 1, 0, 1]);
  });

  it('offers both labels of CIFAR-100', async () => {
    const bytes = write(
      [
        { name: 'img', type: 'BYTE_ARRAY', data: indices(4).map(png) },
        { name: 'fine_label', type: 'INT32', data: Int32Array.of(0, 1, 2, 0) },
        { name: 'coarse_label', type: 'INT32', data: Int32Array.of(0, 1, 1, 0) },
      ],
      {
        kvMetadata: huggingFace({
          img: { _type: 'Image' },
          fine_label: features.label,
          coarse_label: { _type: 'ClassLabel', names: ['pet', 'wild'] },
        }),
      },
    );
    const file = fileOf('a.parquet', bytes);
    const note = reading();
    expect((await parquet.read([file], note)).classNames).toEqual(['cat', 'dog', 'fox']);
    expect(note.asked[0]).toMatchObject({ id: 'column/labels', answer: 'fine_label' });
    const coarse = await parquet.read([file], reading({ 'column/labels': 'coarse_label' }));
    expect([coarse.classNames, [...coarse.train.labels]]).toEqual([
      ['pet', 'wild'],
      [0, 1, 1, 0],
    ]);
  });

  it.each([
    ['PLAIN', 'INT64'],
    ['RLE_DICTIONARY', 'INT64'],
    ['DELTA_BINARY_PACKED', 'INT64'],
    ['DELTA_BINARY_PACKED', 'INT32'],
    ['BYTE_STREAM_SPLIT', 'INT32'],
    ['RLE', 'BOOLEAN'],
    ['DELTA_LENGTH_BYTE_ARRAY', 'STRING'],
    ['RLE_DICTIONARY', 'STRING'],
  ] as const)('reads labels in the encoding %s of %s', async (encoding, type) => {
    const classes = indices(300).map((index) => (index % 7) % 2);
    const kinds = { INT64: BigInt, INT32: Number, BOOLEAN: Boolean, STRING: String };
    const bytes = write([
      { name: 'image', type: 'BYTE_ARRAY', data: classes.map(png) },
      { name: 'label', type, data: classes.map((label) => kinds[type](label)), encoding },
    ]);
    const { train } = await parquet.read([fileOf('a.parquet', bytes)], reading());
    expect([...train.labels]).toEqual(classes);
  });

  it('damaged anywhere, in any encoding, read whole or in part, is refused or read', async () => {
    const classes = indices(60).map((index) => (index * index) % 5);
    const images = classes.map((label, index) => Uint8Array.of(index, 7 * label, index % 3, 1));
    const column = { name: 'image', type: 'BYTE_ARRAY', data: images } as const;
    const others = images.map((bytes, index) => (index % 4 === 0 ? null : bytes));
    const options = { pageSize: 200, rowGroupSize: 25 };
    const plain = { ...options, codec: 'UNCOMPRESSED' } as const;
    const numbers = (encoding: 'RLE_DICTIONARY' | 'DELTA_BINARY_PACKED') =>
      ({ name: 'label', type: 'INT32', data: classes, encoding }) as const;
    const words = {
      name: 'label',
      type: 'STRING',
      data: classes.map(String),
      encoding: 'DELTA_LENGTH_BYTE_ARRAY',
    } as const;
    const lists = images.map((bytes) => [...bytes]);
    const files = [
      write([column, numbers('RLE_DICTIONARY')], options),
      write([{ ...column, data: others }, numbers('DELTA_BINARY_PACKED')], plain),
      write([column, words], plain),
      write(
        [
          { name: 'image', data: lists },
          { name: 'label', data: Int32Array.from(classes) },
        ],
        { ...plain, schema: listSchema(1) },
      ),
    ];
    const random = createRandom(3);
    const answers = { read: 0, refused: 0 };
    for (let index = 0; index < 1200; index++) {
      const draws = random.stream(`damage/${index}`).uniforms(6, 0, 1);
      const bytes = files[index % files.length]!.slice();
      const at = Math.floor(draws[0]! * (bytes.length - 4));
      const fresh = [...draws.slice(2)].map((draw) => draw * 256);
      bytes.set(fresh.slice(0, 1 + Math.floor(draws[1]! * 4)), at);
      try {
        const chosen = new File([new Uint8Array(bytes)], 'a.parquet');
        const file = await openParquet(fileFromChosen({ file: chosen, path: 'a.parquet' }));
        for await (const rows of file.rows(['image', 'label'], index % 2 ? 35 : 60)) {
          expect(rows.length).toBeGreaterThan(0);
        }
        answers.read++;
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
        answers.refused++;
      }
    }
    expect(Math.min(answers.read, answers.refused)).toBeGreaterThan(200);
  });

  const sound = hubFile(indices(10));
  const labelsOnly = write([{ name: 'label', type: 'INT32', data: Int32Array.of(0, 1) }]);
  it.each([
    ['a file that breaks off', [sound.slice(0, -1)], 'parquet-damaged', /begin and end with PAR1/],
    [
      'a file of eight bytes',
      [Uint8Array.from(Buffer.from('PAR1PAR1'))],
      'parquet-damaged',
      /PAR1/,
    ],
    [
      'a footer beyond the file',
      [withLength(sound, 2 ** 30)],
      'parquet-damaged',
      /metadata length/,
    ],
    ['a page without a size', [withoutPageSize(sound)], 'parquet-damaged', /page at byte 4/],
    [
      'a page without the lengths of its levels',
      [withoutLevelLengths(sound)],
      'parquet-damaged',
      /page at byte 4 has no sound header/,
    ],
    [
      'levels of which there are too few',
      [withBytes(sound, [0x03, 0xaa, 0x00], [0x00, 0x00, 0x00])],
      'parquet-damaged',
      /page at byte 4 has runs of 0 values in place of 4/,
    ],
    [
      'an encoding that nobody writes for images',
      [
        write([
          { name: 'image', type: 'BYTE_ARRAY', data: indices(2).map(png) },
          { name: 'label', type: 'STRING', data: ['a', 'b'], encoding: 'DELTA_BYTE_ARRAY' },
        ]),
      ],
      'parquet-damaged',
      /the encoding DELTA_BYTE_ARRAY, which is not read here/,
    ],
    ['an encrypted file', [withEnd(sound, 'PARE')], 'parquet-encrypted', /encrypted/],
    ['no column of images', [labelsOnly], 'images-missing', /columns are label/],
    [
      'files of two tables',
      [sound, hubFile([1], { schema: renamed(pictureSchema), columnData: renamedData() })],
      'parquet-columns',
      /b\.parquet without a column label/,
    ],
    [
      'a missing class',
      [
        write([
          { name: 'image', type: 'BYTE_ARRAY', data: indices(2).map(png) },
          { name: 'label', type: 'INT32', data: [1, null] },
        ]),
      ],
      'parquet-value',
      /row 1, where the class is missing/,
    ],
    [
      'a class of 1.5',
      [
        write([
          { name: 'image', type: 'BYTE_ARRAY', data: indices(2).map(png) },
          { name: 'label', type: 'DOUBLE', data: Float64Array.of(1, 1.5) },
        ]),
      ],
      'label-type',
      /label 1\.5 at a\.parquet, row 1/,
    ],
    [
      'lists of two lengths',
      [
        write(
          [
            {
              name: 'image',
              data: [
                [1, 2, 3, 4],
                [1, 2, 3],
              ],
            },
            { name: 'label', data: Int32Array.of(0, 1) },
          ],
          { schema: listSchema(1) },
        ),
      ],
      'parquet-row',
      /row 1, with 3 pixel values; expected 4/,
    ],
    ['no rows', [hubFile([])], 'no-pictures', /no picture/],
  ] as [string, Uint8Array[], string, RegExp][])(
    'answers %s',
    async (_what, contents, code, says) => {
      const files = contents.map((bytes, index) => fileOf(`${'ab'[index]}.parquet`, bytes));
      const fault = await faultOf(files);
      expect(fault.message).toMatch(says);
      expect(fault.code).toBe(code);
    },
  );
});

function listSchema(depth: 1 | 2): NonNullable<ParquetWriteOptions['schema']> {
  const level = (name: string) => [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' } as const,
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 } as const,
  ];
  return [
    { name: 'schema', num_children: 2 },
    ...level('image'),
    ...(depth === 2 ? level('element') : []),
    { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
    { name: 'label', type: 'INT32', repetition_type: 'REQUIRED' },
  ];
}

function withLength(bytes: Uint8Array, length: number): Uint8Array {
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint32(changed.length - 8, length, true);
  return changed;
}

function withEnd(bytes: Uint8Array, end: string): Uint8Array {
  const changed = bytes.slice();
  changed.set(Buffer.from(end), changed.length - 4);
  return changed;
}

const renamed = (schema: NonNullable<ParquetWriteOptions['schema']>) =>
  schema.map((each) => (each.name === 'label' ? { ...each, name: 'other' } : each));
const renamedData = (): Columns => [
  { name: 'image', data: [{ bytes: png(1), path: null }] },
  { name: 'other', data: [1n] },
];

/** Its first page header ends at once; found by mutation 180 of seed 1, which sent hyparquet in circles. */
function withoutPageSize(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed[4] = 0;
  return changed;
}

/** The struct of its first page header ends after four fields; mutation 6018 of seed 1, which never ended. */
const withoutLevelLengths = (bytes: Uint8Array) =>
  withBytes(bytes, [0x15, 0x00, 0x15, 0x06, 0x15, 0x00, 0x00], [0x15, 0x00, 0x50]);

/** With other bytes in the first place that holds these. */
function withBytes(bytes: Uint8Array, these: readonly number[], others: readonly number[]) {
  const at = Buffer.from(bytes).indexOf(Buffer.from(these));
  if (at < 0) throw new Error('no such bytes');
  const changed = bytes.slice();
  changed.set(others, at);
  return changed;
}
