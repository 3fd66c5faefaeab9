import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../core/options.ts';
import type { Dataset, DatasetIo, ImageSet } from './dataset.ts';
import { typefaces } from './typefaces.ts';
import { whatAndWhere } from './whatAndWhere.ts';
import { where } from './where.ts';

const io: DatasetIo = {
  readAsset: async (url) => new Uint8Array(readFileSync(url)),
  readStored: async () => undefined,
};

/** For each image of a part its label, the sum of its values, and their centre in pixels. */
function momentsOf({ width, height }: Dataset, { images, labels }: ImageSet) {
  return Array.from(labels, (label, index) => {
    const image = images.subarray(index * width * height, (index + 1) * width * height);
    let [mass, x, y] = [0, 0, 0];
    image.forEach((value, pixel) => {
      mass += value;
      x += value * ((pixel % width) + 0.5);
      y += value * (Math.floor(pixel / width) + 0.5);
    });
    return { label, mass, x: x / mass, y: y / mass };
  });
}

/** The values on the image's outermost ring of pixels. */
const borderOf = ({ images }: ImageSet) =>
  images.filter((_, index) => {
    const [row, column] = [Math.floor(index / 28) % 28, index % 28];
    return row === 0 || row === 27 || column === 0 || column === 27;
  });

describe('typefaces', () => {
  it('asks for families that training has not shown', async () => {
    const { train, test } = await typefaces.load(defaultsOf(typefaces.options), io);
    const known = new Set(train.groups);
    expect(known.size).toBeGreaterThan(200);
    expect([...new Set(test.groups)].filter((family) => known.has(family))).toEqual([]);
  });
});

describe('where', () => {
  it('puts each blob into the cell that its label names', async () => {
    const dataset = await where.load({}, io);
    for (const { label, x, y } of momentsOf(dataset, dataset.test)) {
      const cell = (position: number) => Math.floor((position - 3) / (22 / 3));
      expect(cell(y) * 3 + cell(x)).toBe(label);
    }
    expect(dataset.classNames[0]).toBe('top left');
    expect(dataset.classNames[5]).toBe('middle right');
  });

  it('tells nothing by its values: every class is as bright as the others', async () => {
    const dataset = await where.load({}, io);
    const moments = momentsOf(dataset, dataset.train);
    const means = dataset.classNames.map((_, label) => {
      const masses = moments.filter((each) => each.label === label).map(({ mass }) => mass);
      return masses.reduce((sum, mass) => sum + mass, 0) / masses.length;
    });
    // Standard error of each mean: about 1.3 %.
    expect(Math.max(...means) / Math.min(...means)).toBeLessThan(1.08);
  });
});

describe('what and where', () => {
  it('keeps the places of the test apart from those of the training', async () => {
    const dataset = await whatAndWhere.load({}, io);
    // A triangle's and a T's centre of mass is not the middle at which they are placed.
    const even = ({ label }: { label: number }) =>
      !['triangle', 'tee'].includes(dataset.classNames[label]!);
    const training = momentsOf(dataset, dataset.train).filter(even);
    const test = momentsOf(dataset, dataset.test).filter(even);
    expect(Math.max(...training.map(({ x, y }) => Math.min(x, y)))).toBeLessThan(13.2);
    expect(Math.min(...test.map(({ x, y }) => Math.min(x, y)))).toBeGreaterThan(14.8);
  });

  it('never cuts a glyph off', async () => {
    const { train, test } = await whatAndWhere.load({}, io);
    for (const part of [train, test])
      expect(borderOf(part).every((value) => value === 0)).toBe(true);
  });
});
