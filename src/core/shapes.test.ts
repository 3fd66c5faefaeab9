import { describe, expect, it } from 'vitest';
import {
  broadcastAxes,
  broadcastShape,
  expectShape,
  shapesEqual,
  shapeText,
  sizeOf,
  stridesOf,
} from './shapes.ts';

describe('sizes and texts', () => {
  it('counts elements: one for a scalar, none where a length is 0', () => {
    expect([sizeOf([]), sizeOf([3]), sizeOf([2, 3, 4]), sizeOf([5, 0])]).toEqual([1, 3, 24, 0]);
  });

  it('tells shapes of one size apart', () => {
    expect(shapesEqual([2, 3], [2, 3])).toBe(true);
    expect(shapesEqual([2, 3], [3, 2])).toBe(false);
    expect(shapesEqual([2, 3], [2, 3, 1])).toBe(false);
    expect(shapesEqual([], [])).toBe(true);
  });

  it('reads as people say it', () => {
    expect(shapeText([32, 784, 128])).toBe('32 × 784 × 128');
    expect(shapeText([])).toBe('scalar');
  });

  it('steps row-major', () => {
    expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
    expect(stridesOf([])).toEqual([]);
  });
});

describe('expectShape', () => {
  it('takes -1 for any length', () => {
    expect(() => expectShape('x', [7, 2], [-1, 2])).not.toThrow();
    expect(() => expectShape('x', [], [])).not.toThrow();
  });

  it('names what it was, what it found and what it wanted', () => {
    expect(() => expectShape('coords', [7, 3], [-1, 2])).toThrow(
      'coords: found shape [7 × 3], expected [any × 2]',
    );
    expect(() => expectShape('loss', [1], [])).toThrow('loss: found shape [1]');
  });
});

describe('broadcasting', () => {
  it.each([
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [], [2, 3]],
    [[2, 3], [3], [2, 3]],
    [[2, 1], [3], [2, 3]],
    [
      [1, 4, 1],
      [3, 1, 5],
      [3, 4, 5],
    ],
    [[0], [1], [0]],
  ])('joins %j and %j to %j by NumPy’s rule, in either order', (a, b, both) => {
    expect(broadcastShape(a, b)).toEqual(both);
    expect(broadcastShape(b, a)).toEqual(both);
  });

  it.each([
    [[2, 3], [2]],
    [
      [4, 3],
      [3, 4],
    ],
    [[0], [2]],
  ])('refuses %j with %j and names both', (a, b) => {
    expect(() => broadcastShape(a, b)).toThrow(`[${shapeText(a)}] with [${shapeText(b)}]`);
  });

  it.each([
    [[2, 3], [2, 3], []],
    [[], [2, 3], [0, 1]],
    [[3], [2, 3], [0]],
    [[2, 1], [2, 3], [1]],
    [
      [1, 4, 1],
      [3, 4, 5],
      [0, 2],
    ],
    [[1, 1], [1, 1], []],
  ])('stretched from %j to %j along axes %j', (from, to, axes) => {
    expect(broadcastAxes(from, to)).toEqual(axes);
  });
});
