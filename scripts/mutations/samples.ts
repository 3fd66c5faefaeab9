/**
 * A small valid set of files in every format that can be imported, for the mutations. Texts, files
 * and archives are the same at every run.
 */
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createRandom } from '../../src/core/random.ts';
import { tarOf, zipOf } from '../../src/datasets/files/testing.ts';
import { writeIdx } from '../../src/datasets/formats/idx.ts';
import { npyOf } from '../../src/datasets/formats/testing.ts';
import { jpegOf, pngOf } from '../../src/datasets/pictures/testing.ts';

export interface Sample {
  readonly name: string;
  /**
   * Every byte that matters is under a checksum: what is understood after a change is what was
   * understood before. Elsewhere a changed pixel is a pixel like any other, and what is understood
   * only has to be a dataset in itself.
   */
  readonly isChecked: boolean;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const COUNT = 10;
const CLASSES = 2;
const random = createRandom(1).stream('mutations/samples');
const noise = (size: number) => Uint8Array.from(random.uniforms(size, 0, 256));
const text = (words: string) => new TextEncoder().encode(words);
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const labels = Uint8Array.from({ length: COUNT }, (_, index) => index % CLASSES);

const pixels = noise(COUNT * 4 * 5);
const idx = {
  'images-idx3-ubyte': writeIdx({ shape: [COUNT, 4, 5], values: pixels }),
  'labels-idx1-ubyte': writeIdx({ shape: [COUNT], values: labels }),
};

function cifarOf(count: number): Uint8Array {
  const record = 3073;
  const bytes = noise(count * record);
  for (let index = 0; index < count; index++) bytes[index * record] = index % CLASSES;
  return bytes;
}
const cifar = { 'data_batch_1.bin': cifarOf(4), 'test_batch.bin': cifarOf(2) };
const members = (files: Readonly<Record<string, Uint8Array>>) =>
  Object.entries(files).map(([path, bytes]) => ({ path, bytes }));

const floats = (values: Float32Array) => new Uint8Array(values.buffer);
const arrays = {
  'x_train.npy': npyOf('<f4', [COUNT, 4, 5], floats(Float32Array.from(pixels, (v) => v / 255))),
  'y_train.npy': npyOf('|u1', [COUNT], labels),
};

const rows = Array.from({ length: COUNT }, (_, index) => [
  labels[index]!,
  ...pixels.subarray(index * 20, index * 20 + 16),
]);
const header = ['label', ...Array.from({ length: 16 }, (_, index) => `pixel${index}`)];
const table = [header, ...rows].map((row) => row.join(',')).join('\n');

const png = (index: number) =>
  pngOf({ width: 5, height: 4, channels: 1, data: pixels.subarray(index * 20, index * 20 + 20) });
const rgba = (index: number) =>
  Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : pixels[(i + 9 * index) % 200]!,
  );
const folders = Array.from({ length: COUNT }, (_, index) => ({
  path: `${index % 2 ? 'cat' : 'dog'}/${index}.png`,
  bytes: png(index),
}));
const photos = Array.from({ length: 4 }, (_, index) => ({
  path: `${index % 2 ? 'cat' : 'dog'}/${index}.jpg`,
  bytes: jpegOf(8, 8, rgba(index)),
}));

const parquet = new Uint8Array(
  parquetWriteBuffer({
    schema: [
      { name: 'schema', num_children: 2 },
      { name: 'image', repetition_type: 'OPTIONAL', num_children: 2 },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
    ],
    columnData: [
      { name: 'image', data: folders.map(({ bytes, path }) => ({ bytes, path })) },
      { name: 'label', data: Array.from(labels, BigInt) },
    ],
    rowGroupSize: 4,
  }),
);
const gzippedLists = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'image', data: rows.map((row) => row.slice(1)) },
      { name: 'label', data: Int32Array.from(labels) },
    ],
    schema: [
      { name: 'schema', num_children: 2 },
      { name: 'image', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
      { name: 'label', type: 'INT32', repetition_type: 'REQUIRED' },
    ],
    codec: 'GZIP',
    compressors: { GZIP: gzip },
  }),
);

export const samples: readonly Sample[] = [
  { name: 'idx', isChecked: false, files: idx },
  {
    ...{ name: 'idx.gz', isChecked: true },
    files: Object.fromEntries(
      Object.entries(idx).map(([path, bytes]) => [`${path}.gz`, gzip(bytes)]),
    ),
  },
  { name: 'cifar', isChecked: false, files: cifar },
  { name: 'cifar.tar.gz', isChecked: true, files: { 'c.tar.gz': gzip(tarOf(members(cifar))) } },
  { name: 'cifar.tar', isChecked: false, files: { 'c.tar': tarOf(members(cifar)) } },
  { name: 'npy', isChecked: false, files: arrays },
  { name: 'npz', isChecked: false, files: { 'a.npz': zipOf(members(arrays)) } },
  {
    ...{ name: 'npz, stored', isChecked: false },
    files: { 'a.npz': zipOf(members(arrays).map((member) => ({ ...member, method: 0 }))) },
  },
  { name: 'csv', isChecked: false, files: { 'a.csv': text(table) } },
  {
    name: 'csv, quoted',
    isChecked: false,
    files: { 'a.csv': text(table.replace(/[^,\n]+/g, '"$&"')) },
  },
  { name: 'parquet', isChecked: false, files: { 'a.parquet': parquet } },
  { name: 'parquet of lists, gzip', isChecked: false, files: { 'a.parquet': gzippedLists } },
  { name: 'png in a zip', isChecked: false, files: { 'a.zip': zipOf(folders) } },
  { name: 'png in a tar.gz', isChecked: true, files: { 'a.tgz': gzip(tarOf(folders)) } },
  { name: 'png in a tar', isChecked: false, files: { 'a.tar': tarOf(folders) } },
  { name: 'jpeg in a zip', isChecked: false, files: { 'a.zip': zipOf(photos) } },
  {
    ...{ name: 'loose png', isChecked: false },
    files: Object.fromEntries(folders.map(({ path, bytes }) => [path, bytes])),
  },
];
