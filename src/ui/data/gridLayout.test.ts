import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf, placeAfterKey, placeAt, type GridLayout } from './gridLayout.ts';

const mnist = { height: 28, width: 28 };

describe('the grid', () => {
  it('draws small pictures in whole multiples of their pixels', () => {
    const sideOf = (side: number, size: 'small' | 'large') =>
      layoutOf(10, { height: side, width: side }, { room: 700, size }).width;
    expect([14, 28, 32, 48].map((side) => sideOf(side, 'small'))).toEqual([28, 28, 32, 30]);
    expect([14, 28, 32, 64].map((side) => sideOf(side, 'large'))).toEqual([56, 56, 64, 64]);
  });

  it('shrinks large ones, and keeps their shape', () => {
    expect(layoutOf(10, { height: 120, width: 240 }, { room: 700, size: 'large' })).toMatchObject({
      width: 60,
      height: 30,
    });
  });

  it('fills its room and has a column however narrow that is', () => {
    const layout = layoutOf(60_000, mnist, { room: 700, size: 'large' });
    expect(layout.columns * (56 + 8) - 8).toBeLessThanOrEqual(700);
    expect((layout.columns + 1) * (56 + 8) - 8).toBeGreaterThan(700);
    expect(layout.rows).toBe(Math.ceil(60_000 / layout.columns));
    expect(layoutOf(3, mnist, { room: 5, size: 'small' })).toMatchObject({ columns: 1, rows: 3 });
    expect(layoutOf(0, mnist, { room: 700, size: 'small' }).rows).toBe(0);
  });

  it('finds the picture under the pointer, and none between them', () => {
    const layout = layoutOf(15, mnist, { room: 10 * 64, size: 'large' });
    expect(layout.columns).toBe(10);
    expect(placeAt(layout, 0, 0)).toBe(0);
    expect(placeAt(layout, 64 + 3, 64 + 55)).toBe(11);
    expect(placeAt(layout, 60, 10)).toBeUndefined();
    expect(placeAt(layout, 9 * 64 + 10, 64 + 10)).toBeUndefined(); // the last row has five
    expect(placeAt(layout, -1, 10)).toBeUndefined();
  });
});

describe('keys in the grid', () => {
  const layout: GridLayout = { count: 95, columns: 10, rows: 10, width: 28, height: 28, gap: 4 };
  const after = (key: string, from: number) =>
    placeAfterKey(key, from, { ...layout, rowsInSight: 4 });

  it('lead to the neighbours, the ends and a page on', () => {
    expect(after('ArrowRight', 9)).toBe(10);
    expect(after('ArrowUp', 25)).toBe(15);
    expect(after('Home', 77)).toBe(0);
    expect(after('End', 3)).toBe(94);
    expect(after('PageDown', 3)).toBe(33);
    expect(after('PageUp', 33)).toBe(3);
  });

  it('stay in the grid and, by pages, in their column', () => {
    expect(after('ArrowLeft', 0)).toBe(0);
    expect(after('ArrowDown', 88)).toBe(88);
    expect(after('PageDown', 77)).toBe(87);
    expect(after('PageDown', 73)).toBe(93);
    expect(after('PageUp', 17)).toBe(7);
    expect(after('Tab', 17)).toBeUndefined();
  });

  it('never leave it', () => {
    const keys = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'End'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 30 }),
        fc.array(fc.constantFrom(...keys), { maxLength: 30 }),
        (count, columns, rowsInSight, pressed) => {
          let place = 0;
          for (const key of pressed) {
            place = placeAfterKey(key, place, { ...layout, count, columns, rowsInSight })!;
            expect(place).toBeGreaterThanOrEqual(0);
            expect(place).toBeLessThan(count);
          }
        },
      ),
    );
  });
});
