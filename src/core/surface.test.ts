/** What surfaces mean for pictures: areas, and what lies beyond their edges. */
import { describe, expect, it } from 'vitest';
import { pixelCentre } from './coordinates.ts';
import { lookAside, resample } from './geometry.ts';
import { areaOnSurface, pixelOnSphere } from './surface.ts';

const size = { height: 4, width: 6, channels: 1 };

describe('area', () => {
  it('is 1 on a plane, and on a sphere that of the zones by Archimedes', () => {
    expect(areaOnSurface('plane', 0.3, -0.9)).toBe(1);
    const rows = 2000;
    for (const [top, bottom] of [
      [-1, 1],
      [-1, -0.8],
      [-0.3, 0.25],
    ] as const) {
      let area = 0;
      for (let row = 0; row < rows; row++) {
        const y = top + ((pixelCentre(row, rows) + 1) / 2) * (bottom - top);
        area += ((bottom - top) / rows) * areaOnSurface('sphere', 0, y);
      }
      const heightOf = (y: number) => Math.cos((Math.PI * (y + 1)) / 2);
      expect(area).toBeCloseTo(heightOf(top) - heightOf(bottom), 5);
    }
  });
});

describe('beyond the edges of a sphere', () => {
  it('left meets right', () => {
    expect(pixelOnSphere(-1, 2, size)).toBe(2 * 6 + 5);
    expect(pixelOnSphere(6, 2, size)).toBe(2 * 6);
    expect(pixelOnSphere(-13, 0, size)).toBe(5);
  });

  it('is the other side of the pole', () => {
    expect(pixelOnSphere(1, -1, size)).toBe(4);
    expect(pixelOnSphere(4, -2, size)).toBe(6 + 1);
    expect(pixelOnSphere(0, 4, size)).toBe(3 * 6 + 3);
    expect(pixelOnSphere(2, 8, size)).toBe(2); // all the way round
  });

  it('is interpolated as between neighbours', () => {
    const image = Float32Array.from({ length: 24 }, (_, pixel) => pixel);
    const aside = resample(image, size, lookAside(-0.5, 0, size), 'sphere');
    expect(aside[6]).toBe((6 + 11) / 2);
    expect(aside[7]).toBe((6 + 7) / 2);
    const up = resample(image, size, lookAside(0, -0.5, size), 'sphere');
    expect(up[1]).toBe((1 + 4) / 2);
    const nowhere = resample(image, size, () => [NaN, 0], 'sphere');
    expect(nowhere.every((value) => value === 0)).toBe(true);
  });
});
