/**
 * Four files in the shape of MNIST's, and a lab whose list names them in place of MNIST's own: the
 * page as it was built, with other sizes, hashes and counts in its list.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { mnist } from '../../src/datasets/mnist.ts';
import type { HostsServer } from './server.ts';

const SIDE = 28;
const counts = { train: 600, test: 300 };

/** By the names of MNIST's files. */
export const smallFiles: Readonly<Record<string, Buffer>> = {
  'train-images-idx3-ubyte.gz': gzipSync(images(counts.train)),
  'train-labels-idx1-ubyte.gz': gzipSync(labels(counts.train)),
  't10k-images-idx3-ubyte.gz': gzipSync(images(counts.test)),
  't10k-labels-idx1-ubyte.gz': gzipSync(labels(counts.test)),
};

const files = mnist.download!.files;
export const addressOf = (name: string) => files.find((file) => file.name === name)!.urls[0]!;

export function putSmallFiles(server: HostsServer): void {
  for (const [name, bytes] of Object.entries(smallFiles)) server.put(addressOf(name), { bytes });
}

/** Other bytes, as many as MNIST's files have. */
export function putOtherFiles(server: HostsServer): void {
  for (const { urls, bytes } of files) server.put(urls[0]!, { bytes: Buffer.alloc(bytes, 7) });
}

/** A script of the lab, whose MNIST then has 600 training and 300 test images. */
export function nameSmallFiles(script: string): string {
  let changed = script.replace(/trainCount:6e4,testCount:1e4/g, () => {
    return `trainCount:${counts.train},testCount:${counts.test}`;
  });
  for (const { name, integrity } of files) {
    const hash = 'gitBlob' in integrity ? integrity.gitBlob : integrity.sha256;
    const small = smallFiles[name]!;
    changed = changed.replace(
      new RegExp(`\\d+(\\.\\d+)?(e\\d+)?,([\`"'])${hash}[\`"']`, 'g'),
      (_all, _fraction, _exponent, quote) => `${small.length},${quote}${blobOf(small)}${quote}`,
    );
  }
  return changed;
}

/** As `git hash-object` does. */
const blobOf = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** A bright bar whose row tells the class, a little otherwise in every image. */
function images(count: number): Buffer {
  const pixels = Buffer.alloc(count * SIDE * SIDE, 0);
  for (let index = 0; index < count; index++) {
    const row = index * SIDE * SIDE + (4 + 2 * (index % 10)) * SIDE;
    for (let x = 4; x < 24; x++) pixels[row + x] = 255 - ((index * 31 + x * 17) % 101);
  }
  return Buffer.concat([head([count, SIDE, SIDE]), pixels]);
}

function labels(count: number): Buffer {
  return Buffer.concat([
    head([count]),
    Buffer.from(Array.from({ length: count }, (_, i) => i % 10)),
  ]);
}

function head(shape: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * shape.length);
  bytes.set([0, 0, 0x08, shape.length]); // 0x08: uint8
  shape.forEach((length, place) => bytes.writeUInt32BE(length, 4 + 4 * place));
  return bytes;
}
