import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denseLayout, leanLayout, sparseLayout } from './pixels.ts';

const size = { images: 2, places: 3, channels: 1 };

describe('denseLayout', () => {
  it('lists every pixel of every image and shares none', () => {
    expect(denseLayout(2, 3)).toEqual({
      kind: 'dense',
      images: 2,
      places: 3,
      rows: 6,
      placeOf: Int32Array.of(0, 1, 2, 0, 1, 2),
      members: Int32Array.of(0, 1, 2, 3, 4, 5),
      firstMember: Int32Array.of(0, 3, 6),
    });
  });
});

describe('sparseLayout', () => {
  it('lists what is lit, place by place, then a black row for each place', () => {
    const { layout, values } = sparseLayout(Float32Array.of(0, 0.5, 0, 1, 0, 0.25), size);
    expect(layout).toEqual({
      kind: 'sparse',
      images: 2,
      places: 3,
      rows: 6,
      placeOf: Int32Array.of(0, 1, 2, 0, 1, 2),
      members: Int32Array.of(1, 0, 2),
      firstMember: Int32Array.of(0, 1, 3),
    });
    expect([...values]).toEqual([1, 0.5, 0.25, 0, 0, 0]);
  });

  it('takes a pixel as lit when any of its channels is, NaN and minus zero considered', () => {
    const grid = Float32Array.of(0, 0, 0.5, NaN, 0, 0, -0, 0, 0);
    const { layout, values } = sparseLayout(grid, { images: 1, places: 3, channels: 3 });
    expect([...layout.placeOf]).toEqual([0, 1, 0, 1, 2]);
    expect([...values.subarray(0, 6)]).toEqual([0, 0, 0.5, NaN, 0, 0]);
    expect([...layout.members]).toEqual([0, 1]);
  });

  it('copes with all black and with nothing black', () => {
    const black = sparseLayout(new Float32Array(6), size).layout;
    expect([black.rows, ...black.firstMember]).toEqual([3, 0, 0, 0]);
    const lit = sparseLayout(new Float32Array(6).fill(0.3), size).layout;
    expect([lit.rows, ...lit.firstMember]).toEqual([9, 0, 3, 6]);
  });

  it('has one row for all pixels of a place that are the same 8-bit grey', () => {
    const greys = Float32Array.of(9, 200, 0, 9, 9, 0, 0, 200, 255).map((grey) => grey / 255);
    const { layout, values } = sparseLayout(greys, { images: 3, places: 3, channels: 1 });
    expect([...layout.placeOf]).toEqual([0, 1, 1, 2, 0, 1, 2]);
    expect([...layout.members]).toEqual([0, 1, 0, 2, 1, 3]);
    expect([...layout.firstMember]).toEqual([0, 2, 4, 6]);
    expect([...values]).toEqual([...Float32Array.of(9, 200, 9, 255).map((g) => g / 255), 0, 0, 0]);
  });

  it('shares no rows among values between the greys, numbers that are none, or colours', () => {
    const between = Float32Array.of(0.3, NaN, -1 / 255, 0.3, NaN, -1 / 255);
    const { layout, values } = sparseLayout(between, size);
    expect([...layout.members]).toEqual([0, 2, 4, 1, 3, 5]);
    expect([...values]).toEqual([
      ...Float32Array.of(0.3, 0.3, NaN, NaN),
      ...[-1, -1].map((g) => Math.fround(g / 255)),
      0,
      0,
      0,
    ]);
    const colours = new Float32Array(18).fill(1);
    expect(sparseLayout(colours, { ...size, channels: 3 }).layout.rows).toBe(9);
  });

  it('says the same images as it was given', () => {
    const sizes = fc.record({
      images: fc.integer({ min: 1, max: 3 }),
      places: fc.integer({ min: 1, max: 5 }),
      channels: fc.constantFrom(1, 3),
    });
    const images = sizes.chain((each) => {
      const length = each.images * each.places * each.channels;
      const value = fc.oneof(
        fc.constant(0),
        fc.integer({ min: 0, max: 3 }).map((grey) => grey / 255),
        fc.double({ min: 0, max: 1, noNaN: true }),
      );
      return fc.record({
        sizes: fc.constant(each),
        values: fc.array(value, { minLength: length, maxLength: length }),
      });
    });
    fc.assert(
      fc.property(images, ({ sizes: { images: count, places, channels }, values }) => {
        const given = Float32Array.from(values);
        const sparse = sparseLayout(given, { images: count, places, channels });
        const { rows, placeOf, members, firstMember } = sparse.layout;
        const own = rows - places;
        expect(new Set(members).size).toBe(own); // every row is somebody's
        expect([...placeOf.subarray(0, own)]).toEqual(
          [...placeOf.subarray(0, own)].sort((a, b) => a - b),
        );
        const seen = new Float32Array(given.length);
        for (let image = 0; image < count; image++) {
          const listed = members.subarray(firstMember[image], firstMember[image + 1]);
          const listedPlaces = [...listed].map((row) => placeOf[row]!);
          expect(listedPlaces).toEqual([...new Set(listedPlaces)].sort((a, b) => a - b));
          for (const row of listed) {
            const pixel = sparse.values.subarray(row * channels, (row + 1) * channels);
            seen.set(pixel, (image * places + placeOf[row]!) * channels);
          }
        }
        expect(seen).toEqual(given);
      }),
      { seed: 1 },
    );
  });
});

describe('leanLayout', () => {
  const tall = { images: 10, places: 10, channels: 1 };
  const withLit = (count: number) => new Float32Array(100).fill(0).fill(0.3, 0, count);

  it('is sparse only where that saves more than a fifth of the rows', () => {
    expect(leanLayout(withLit(69), tall).layout.kind).toBe('sparse'); // 79 rows of 100
    expect(leanLayout(withLit(70), tall).layout.kind).toBe('dense'); // 80 of 100
  });

  it('hands dense values on untouched', () => {
    const values = withLit(100);
    expect(leanLayout(values, tall).values).toBe(values);
  });
});
