import { describe, expect, it } from 'vitest';
import { pixelCentre } from '../core/coordinates.ts';
import { encodingMaps } from './encodingMaps.ts';

const size = { height: 3, width: 4 };
const maps = (id: string, options = {}, limit = 10) =>
  encodingMaps({ id, options }, 1, size, limit);

describe('the pictures of an encoding', () => {
  it('are its features at every pixel, as they are', async () => {
    const { features, maps: shown, isTrained } = await maps('raw');
    expect([features, isTrained]).toEqual([2, false]);
    const across = Array.from({ length: 12 }, (_, pixel) => pixelCentre(pixel % 4, 4));
    expect([...shown[0]!]).toEqual(across.map(Math.fround));
  });

  it('are spread evenly over all features', async () => {
    const all = await maps('gaussian-fourier', { waves: 8 }, 16);
    const some = await maps('gaussian-fourier', { waves: 8 }, 4);
    expect(some.features).toBe(16);
    expect(some.maps).toEqual([0, 4, 8, 12].map((feature) => all.maps[feature]));
  });

  it('say whether training changes them', async () => {
    expect((await maps('hash-grid')).isTrained).toBe(true);
    expect((await maps('gaussian-fourier')).isTrained).toBe(false);
  });

  it('are none where nothing is told, or nothing can be', async () => {
    expect(await maps('none')).toEqual({ ...size, features: 0, maps: [], isTrained: false });
    await expect(maps('hash-grid', { base: 8, finest: 4 })).rejects.toThrow('finest resolution');
  });
});
