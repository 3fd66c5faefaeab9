import { describe, expect, it } from 'vitest';
import { gridCoords, pixelCentre } from './coordinates.ts';

describe('pixelCentre', () => {
  it('lies half a pixel inside the edges, and in the middle of one', () => {
    expect(pixelCentre(0, 4)).toBe(-0.75);
    expect(pixelCentre(3, 4)).toBe(0.75);
    expect(pixelCentre(0, 1)).toBe(0);
    expect(pixelCentre(1, 3)).toBe(0);
  });

  it('puts the edges of the image at -1 and 1, and takes places between pixels', () => {
    expect(pixelCentre(-0.5, 28)).toBe(-1);
    expect(pixelCentre(27.5, 28)).toBe(1);
    expect(pixelCentre(0.5, 2)).toBe(0);
  });
});

describe('gridCoords', () => {
  it('goes row by row, x to the right, y down', () => {
    const third = Math.fround(2 / 3);
    expect([...gridCoords(2, 3)]).toEqual(
      [
        [-third, -0.5],
        [0, -0.5],
        [third, -0.5],
        [-third, 0.5],
        [0, 0.5],
        [third, 0.5],
      ].flat(),
    );
  });
});
