import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { importForTest } from '../importing/testing.ts';
import numpy from './fixtures/npy.json' with { type: 'json' };
import { npz } from './npz.ts';
import { fileOf, npyOf, readingWith } from './testing.ts';

const SIDE = 5;
const PLANE = SIDE * SIDE;

/** Row-major values of an array of that shape, from the place along each axis. */
function valuesOf(shape: readonly number[], valueAt: (...place: number[]) => number): number[] {
  if (shape.length === 0) return [valueAt()];
  const [size, ...rest] = shape as [number, ...number[]];
  return Array.from({ length: size }, (_, index) =>
    valuesOf(rest, (...place) => valueAt(index, ...place)),
  ).flat();
}
/** Different along every axis, and beyond 1. */
const pixel = (image: number, y: number, x: number, channel = 0) =>
  2 + ((image * 31 + y * 11 + x * 3 + channel * 67) % 200);

const bytes = (key: string, shape: readonly number[], values: readonly number[]) =>
  fileOf(`${key}.npy`, npyOf('|u1', shape, Uint8Array.from(values)));
const floats = (key: string, shape: readonly number[], values: readonly number[]) =>
  fileOf(`${key}.npy`, npyOf('<f4', shape, new Uint8Array(Float32Array.from(values).buffer)));
const labels = (key: string, count: number) =>
  bytes(
    key,
    [count],
    Array.from({ length: count }, (_, index) => index % 3),
  );
const colour = (count: number) => valuesOf([count, SIDE, SIDE, 3], pixel);

describe('arrays of images and labels', () => {
  it('are told apart by names and shapes, whatever order they come in; a part for validation is left out', async () => {
    const reading = readingWith();
    const { train, test } = await npz.read(
      [
        labels('y_test', 2),
        bytes('x_val', [3, SIDE, SIDE, 3], colour(3)),
        bytes('x_test', [2, SIDE, SIDE, 3], colour(2)),
        labels('y_val', 3),
        labels('y_train', 4),
        bytes('x_train', [4, SIDE, SIDE, 3], colour(4)),
      ],
      reading,
    );
    expect([train.shape, test!.shape]).toEqual([
      [4, SIDE, SIDE, 3],
      [2, SIDE, SIDE, 3],
    ]);
    expect([...train.images]).toEqual(colour(4));
    expect([[...train.labels], [...test!.labels]]).toEqual([
      [0, 1, 2, 0],
      [0, 1],
    ]);
    expect(reading.asked).toEqual([]);
    expect(reading.remarks.join()).toContain('x_val, y_val');
  });

  it('may store one colour after another', async () => {
    const planes = valuesOf([4, 3, SIDE, SIDE], (image, channel, y, x) =>
      pixel(image, y, x, channel),
    );
    const { train } = await npz.read(
      [bytes('images', [4, 3, SIDE, SIDE], planes), labels('labels', 4)],
      readingWith(),
    );
    expect(train.shape).toEqual([4, SIDE, SIDE, 3]);
    expect([...train.images]).toEqual(colour(4));
  });

  it('may be flat; the order of their colours is seen in the values, and asked', async () => {
    // Smooth within a colour, far from one colour to the next.
    const smooth = (_: number, y: number, x: number, channel: number) => 90 * channel + y + x + 2;
    const shape = [4, 3 * PLANE];
    const asPlanes = valuesOf([4, 3, SIDE, SIDE], (image, channel, y, x) =>
      smooth(image, y, x, channel),
    );
    const asPixels = valuesOf([4, SIDE, SIDE, 3], smooth);
    for (const [values, order] of [
      [asPlanes, 'planes'],
      [asPixels, 'interleaved'],
    ] as const) {
      const reading = readingWith();
      const { train } = await npz.read([bytes('x', shape, values), labels('y', 4)], reading);
      expect(reading.asked.map(({ id, answer }) => [id, answer])).toEqual([
        ['colour-order', order],
      ]);
      expect([...train.images]).toEqual(asPixels);
    }
  });

  it('may have one-hot labels, in floats', async () => {
    const places = [2, 0, 1, 2];
    const hot = valuesOf([4, 3], (row, column) => Number(places[row] === column));
    const images = bytes('x', [4, SIDE, SIDE], valuesOf([4, SIDE, SIDE], pixel));
    const { train } = await npz.read([images, floats('y', [4, 3], hot)], readingWith());
    expect([...train.labels]).toEqual(places);
    hot[4] = 1;
    const fault: unknown = await npz
      .read([images, floats('y', [4, 3], hot)], readingWith())
      .catch((error: unknown) => error);
    expect(codeOf(fault)).toBe('label-shape');
  });

  it('are brought from any range to bytes, one range for both parts', async () => {
    const dark = valuesOf([2, 2, 2], (image, y, x) => (4 * image + 2 * y + x) / 100); // 0 to 0.07
    const full = valuesOf([4, 2, 2], (image, y, x) => (4 * image + 2 * y + x) / 15); // 0 to 1
    const files = [
      ...[floats('x_train', [4, 2, 2], full), labels('y_train', 4)],
      ...[floats('x_test', [2, 2, 2], dark), labels('y_test', 2)],
    ];
    const { train, test } = await npz.read(files, readingWith());
    expect([...train.images]).toEqual(full.map((value) => Math.round(255 * value)));
    expect([...test!.images]).toEqual(dark.map((value) => Math.round(255 * value)));
    const signed = await npz.read(files, readingWith({ 'value-range': 'signed' }));
    expect([signed.train.images[0], signed.train.images.at(-1)]).toEqual([128, 255]);
  });
});

describe('an archive that NumPy wrote', () => {
  it.each(['savez', 'savez_compressed'] as const)('by %s is imported as it is', async (how) => {
    const archive = new File([Buffer.from(numpy.archives[how], 'base64')], 'arrays.npz');
    const { dataset, record } = await importForTest([archive]);
    const { train, test, height, width, channels } = dataset;
    expect([height, width, channels, train.count, test.count]).toEqual([4, 4, 1, 6, 4]);
    // np.arange(96) * 2 and np.arange(64), as fixtures/npy.py says.
    expect([...train.images]).toEqual(Array.from({ length: 96 }, (_, index) => index * 2));
    expect([...test.images]).toEqual(Array.from({ length: 64 }, (_, index) => index));
    expect([[...train.labels], [...test.labels]]).toEqual([
      [0, 1, 0, 1, 0, 1],
      [0, 1, 0, 1],
    ]);
    expect(record.skipped).toEqual([]);
  });
});
