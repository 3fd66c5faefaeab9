import { describe, expect, it } from 'vitest';
import { pictureAt, pixelsOf, rgbOf } from './drawPixels.ts';

const inks = { ground: '#ffffff', ink: '#000000' };

describe('pixels of a picture', () => {
  it('draws grey as ink on ground: 0 is the ground, full the ink', () => {
    const picture = { height: 1, width: 2, channels: 1, values: Uint8Array.of(0, 255) };
    expect([...pixelsOf(picture, inks)]).toEqual([255, 255, 255, 255, 0, 0, 0, 255]);
  });
  it('draws floats from 0 to 1 alike, clips what lies outside and draws NaN as ground', () => {
    const values = Float32Array.of(1, 2, -1, NaN);
    const pixels = pixelsOf({ height: 2, width: 2, channels: 1, values }, inks);
    expect([0, 4, 8, 12].map((at) => pixels[at])).toEqual([0, 0, 255, 255]);
  });
  it('draws colour as it is', () => {
    const picture = { height: 1, width: 1, channels: 3, values: Uint8Array.of(10, 20, 30) };
    expect([...pixelsOf(picture, inks)]).toEqual([10, 20, 30, 255]);
  });
  it('refuses a picture whose values do not fill its shape', () => {
    const picture = { height: 2, width: 2, channels: 1, values: new Uint8Array(3) };
    expect(() => pixelsOf(picture, inks)).toThrow('found 3 values, expected [2, 2, 1]');
  });
});

it('reads a colour token', () => expect(rgbOf('#1c1E24')).toEqual([28, 30, 36]));

it('finds an image in a set without copying it', () => {
  const images = Uint8Array.of(1, 2, 3, 4);
  const picture = pictureAt({ height: 1, width: 2, channels: 1, images }, 1);
  expect([...picture.values]).toEqual([3, 4]);
  expect(picture.values.buffer).toBe(images.buffer);
});
