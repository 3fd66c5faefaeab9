/**
 * Images of one's own, made here: grey squares with a bright bar, a class for each direction. Every
 * image of a class has its bar elsewhere, so that none is there twice unless it is said.
 */
import { encode } from 'fast-png';
import { strToU8, zipSync } from 'fflate';
import type { GivenFile } from './lab.ts';

export const SIDE = 12;
export const classes = ['across', 'down', 'slanted'] as const;
type ClassName = (typeof classes)[number];

/** [SIDE, SIDE] uint8; the bar's place and brightness follow from the number, below 100. */
export function barImage(name: ClassName, number: number): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE).fill(10);
  const place = number % (SIDE - 2);
  const bright = 255 - Math.floor(number / (SIDE - 2)) * 12;
  for (let along = 0; along < SIDE; along++) {
    for (const beside of [0, 1]) {
      const at = {
        across: (place + beside) * SIDE + along,
        down: along * SIDE + place + beside,
        slanted: along * SIDE + ((along + place + beside) % SIDE),
      }[name];
      image[at] = bright;
    }
  }
  return image;
}

const pngOf = (image: Uint8Array): Uint8Array =>
  encode({ width: SIDE, height: SIDE, data: image, channels: 1, depth: 8 });

/** Files of a zip, by their paths. */
export type Files = Record<string, Uint8Array>;

/** Pictures in a folder for each class. */
export function pictures(folder: string, from: number, count: number): Files {
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  return Object.fromEntries(
    classes.flatMap((name) =>
      numbers.map((number) => [`${folder}${name}/${number}.png`, pngOf(barImage(name, number))]),
    ),
  );
}

export function zip(name: string, files: Files): GivenFile {
  return { name, mimeType: 'application/zip', buffer: Buffer.from(zipSync(files)) };
}

/** A row for each image: its label, then its pixels. */
export function csv(name: string, count: number): GivenFile {
  const heads = ['label', ...Array.from({ length: SIDE * SIDE }, (_, pixel) => `pixel${pixel}`)];
  const rows = Array.from({ length: count }, (_, i) => {
    const label = i % classes.length;
    return [label, ...barImage(classes[label]!, Math.floor(i / classes.length))].join(',');
  });
  const text = [heads.join(','), ...rows].join('\n');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${text}\n`) };
}

/** As Keras ships MNIST: x_train, y_train, x_test, y_test. */
export function npz(name: string, trainCount: number, testCount: number): GivenFile {
  const part = (from: number, count: number) => {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % classes.length);
    const images = [...labels].map((label, i) =>
      barImage(classes[label]!, from + Math.floor(i / classes.length)),
    );
    return { labels, images: Uint8Array.from(images.flatMap((image) => [...image])) };
  };
  const train = part(0, trainCount);
  const test = part(trainCount / classes.length, testCount);
  return zip(name, {
    'x_train.npy': npy(train.images, [trainCount, SIDE, SIDE]),
    'y_train.npy': npy(train.labels, [trainCount]),
    'x_test.npy': npy(test.images, [testCount, SIDE, SIDE]),
    'y_test.npy': npy(test.labels, [testCount]),
  });
}

/** NumPy's format 1.0 for uint8: magic, version, length of the head, head, values. */
function npy(values: Uint8Array, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '|u1', 'fortran_order': False, 'shape': (${sizes}), }`;
  const head = strToU8(`${words.padEnd(128 - 10 - 1)}\n`);
  const length = Uint8Array.of(head.length & 255, head.length >> 8);
  const magic = Uint8Array.of(0x93, ...strToU8('NUMPY'), 1, 0);
  return Uint8Array.from([...magic, ...length, ...head, ...values]);
}
