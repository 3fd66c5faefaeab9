/** Files that stories bring to the lab: IDX made here, and MNIST's own where they are. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { GivenFile } from './lab.ts';

const mnistFolder = new URL('../../shared/data/mnist-10k/', import.meta.url);
const mnistNames = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];

/** MNIST's test part, 10,000 images and their labels; undefined where it is not. */
export function findMnist(): GivenFile[] | undefined {
  const paths = mnistNames.map((name) => fileURLToPath(new URL(name, mnistFolder)));
  if (!paths.every((path) => existsSync(path))) return undefined;
  return paths.map((path, index) => binary(mnistNames[index]!, readFileSync(path)));
}

export function binary(name: string, buffer: Buffer): GivenFile {
  return { name, mimeType: 'application/octet-stream', buffer };
}

export function json(name: string, value: unknown): GivenFile {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { name, mimeType: 'application/json', buffer: Buffer.from(text) };
}

const SIDE = 8;

/** Grey images of 8 × 8 pixels, as IDX: [count, 8, 8]. */
export function idxImages(count: number): Buffer {
  const pixels = Buffer.alloc(count * SIDE * SIDE, 0);
  for (let index = 0; index < pixels.length; index++) pixels[index] = (index * 37) % 251;
  return Buffer.concat([idxHead([count, SIDE, SIDE]), pixels]);
}

/** Labels 0, 1, 2, 0, 1, 2, … as IDX: [count]. */
export function idxLabels(count: number): Buffer {
  return Buffer.concat([
    idxHead([count]),
    Buffer.from(Array.from({ length: count }, (_, i) => i % 3)),
  ]);
}

export const packed = (bytes: Buffer): Buffer => gzipSync(bytes);

function idxHead(shape: readonly number[]): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 0x08, shape.length]); // 0x08: uint8
  shape.forEach((length, place) => head.writeUInt32BE(length, 4 + 4 * place));
  return head;
}
