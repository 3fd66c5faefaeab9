import { expect, it } from 'vitest';
import { pixelAt, placeAfterKey, pointIn } from './grid.ts';

const size = { height: 3, width: 5 };

it('keys lead from pixel to pixel and not off the edge', () => {
  expect(placeAfterKey('ArrowRight', { x: 4, y: 1 }, size)).toEqual({ x: 4, y: 1 });
  expect(placeAfterKey('ArrowDown', { x: 4, y: 1 }, size)).toEqual({ x: 4, y: 2 });
  expect(placeAfterKey('End', { x: 0, y: 1 }, size)).toEqual({ x: 4, y: 1 });
  expect(placeAfterKey('PageUp', { x: 2, y: 2 }, size)).toEqual({ x: 2, y: 0 });
  expect(placeAfterKey('a', { x: 2, y: 2 }, size)).toBeUndefined();
});

it('a pointer over a stretched grid is at its place on it', () => {
  const box = { left: 100, top: 10, width: 50, height: 30 };
  const point = pointIn({ clientX: 125, clientY: 25 }, box, size);
  expect(point).toEqual({ x: 2.5, y: 1.5 });
  expect(pixelAt(point, size)).toEqual({ x: 2, y: 1 });
  expect(pixelAt(pointIn({ clientX: 0, clientY: 999 }, box, size), size)).toEqual({ x: 0, y: 2 });
});
