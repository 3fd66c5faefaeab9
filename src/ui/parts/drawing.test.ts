import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginStroke, inkFor, inks, radiusOf, strokeTo, type Point } from './drawing.ts';

const size = { height: 12, width: 16, channels: 1 };
const empty = () => new Float32Array(size.height * size.width);
const white = { radius: 1.2, ink: [1] };
const at = (values: Float32Array, x: number, y: number) => values[y * size.width + x]!;
const point = fc.record({
  x: fc.double({ min: -4, max: 20, noNaN: true }),
  y: fc.double({ min: -4, max: 16, noNaN: true }),
});

describe('a stroke', () => {
  it('is full along its line, soft beside it and leaves the rest alone', () => {
    const stroke = beginStroke(empty(), size, white);
    const values = strokeTo(stroke, size, [
      { x: 3.5, y: 5.5 },
      { x: 11.5, y: 5.5 },
    ]);
    for (let x = 3; x <= 11; x++) expect(at(values, x, 5)).toBe(1);
    expect(at(values, 7, 6)).toBeGreaterThan(0.4);
    expect(at(values, 7, 6)).toBeLessThan(1);
    expect(at(values, 7, 4)).toBeCloseTo(at(values, 7, 6), 6);
    expect(at(values, 7, 8)).toBe(0);
    expect(at(values, 0, 0)).toBe(0);
  });

  it('has as much ink as its area: a capsule of that length and radius', () => {
    const offsets = [0, 1, 2, 3, 4, 5, 6, 7].map((eighths) => eighths / 8);
    const sums = offsets.map((offset) => {
      const line: [Point, Point] = [
        { x: 4, y: 6 + offset },
        { x: 12, y: 6 + offset },
      ];
      return strokeTo(beginStroke(empty(), size, white), size, line).reduce((a, b) => a + b, 0);
    });
    const ink = sums.reduce((a, b) => a + b, 0) / sums.length;
    const capsule = Math.PI * 1.2 ** 2 + 2 * 1.2 * 8;
    expect(Math.abs(ink - capsule) / capsule).toBeLessThan(0.03); // the soft edge adds a little at the ends
  });

  it('stays in [0, 1] and on the grid, wherever the pointer goes', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), (points) => {
        const stroke = beginStroke(empty().fill(0.5), size, white);
        for (const value of along(stroke, points)) {
          expect(value).toBeGreaterThanOrEqual(0.5);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gone over twice is the stroke gone over once', () => {
    const line: [Point, Point] = [
      { x: 2, y: 2 },
      { x: 9, y: 8 },
    ];
    const once = beginStroke(empty(), size, white);
    const twice = beginStroke(empty(), size, white);
    strokeTo(twice, size, line);
    expect(strokeTo(twice, size, line)).toEqual(strokeTo(once, size, line));
  });

  it('erases with an ink of nothing', () => {
    const values = strokeTo(beginStroke(empty().fill(1), size, { radius: 1.2, ink: [0] }), size, [
      { x: 6.5, y: 6.5 },
      { x: 6.5, y: 6.5 },
    ]);
    expect(at(values, 6, 6)).toBe(0);
    expect(at(values, 1, 1)).toBe(1);
  });

  it('leaves its colour in every channel', () => {
    const colour = { ...size, channels: 3 };
    const red = inkFor(
      inks.find(({ label }) => label === 'Red')!,
      3,
    );
    const before = new Float32Array(size.height * size.width * 3);
    const dot: [Point, Point] = [
      { x: 4.5, y: 4.5 },
      { x: 4.5, y: 4.5 },
    ];
    const values = strokeTo(beginStroke(before, colour, { radius: 1.2, ink: red }), colour, dot);
    const pixel = 3 * (4 * size.width + 4);
    [...values.subarray(pixel, pixel + 3)].forEach((value, channel) =>
      expect(value).toBeCloseTo(red[channel]!, 6),
    );
    expect(inkFor(inks[0]!, 1)).toEqual([1]);
  });

  function along(stroke: ReturnType<typeof beginStroke>, points: readonly Point[]): Float32Array {
    let values: Float32Array = empty();
    points.slice(1).forEach((to, index) => {
      values = strokeTo(stroke, size, [points[index]!, to]);
    });
    return values;
  }
});

it('brushes keep their share of the image', () => {
  const of = (side: number) => radiusOf('medium', { height: side, width: side, channels: 1 });
  expect(of(56)).toBeCloseTo(2 * of(28), 9);
  expect(of(2)).toBe(0.5);
});
