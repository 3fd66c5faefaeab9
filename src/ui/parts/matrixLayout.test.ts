import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canZoom, layOut, matrixZooms, seen } from './matrixLayout.ts';

const view = { width: 420, height: 180 };

it('shows every class at once where it fits, and never labels over each other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 255 }),
      fc.integer({ min: 6, max: 48 }),
      fc.constantFrom(...matrixZooms),
      (classes, labelWidth, zoom) => {
        const layout = layOut(classes, { view, zoom, labelWidth });
        expect(layout.rowLabelEvery * layout.cellHeight).toBeGreaterThanOrEqual(12 - 1e-9);
        expect(layout.columnLabelEvery * layout.cellWidth).toBeGreaterThan(labelWidth);
        if (zoom === 'fit') {
          expect(layout.width).toBeLessThanOrEqual(view.width + 1e-9);
          expect(layout.height).toBeLessThanOrEqual(view.height + 1e-9);
        }
      },
    ),
  );
});

it('of a hundred classes is large enough to hit once zoomed, and scrolls', () => {
  const layout = layOut(100, { view, zoom: 'large', labelWidth: 20 });
  expect(layout.cellHeight).toBeGreaterThanOrEqual(22);
  expect(layout.height).toBeGreaterThan(view.height);
  expect(canZoom(100, view)).toBe(true);
  expect(canZoom(10, view)).toBe(false);
});

it('draws only what is seen', () => {
  expect(seen(0, 180, 22, 100)).toEqual({ first: 0, end: 9 });
  expect(seen(2100, 180, 22, 100)).toEqual({ first: 95, end: 100 });
});
