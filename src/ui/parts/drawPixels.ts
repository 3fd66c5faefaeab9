/**
 * Images to canvas pixels.
 *
 * Grey: 0 is the theme's picture ground, full its ink, so a digit is ink on paper: dark on light in
 * the light theme, light on dark in the dark one. Colour: as it is, in every theme.
 */

/** One image [height, width, channels]; uint8 from 0 to 255, floats from 0 to 1. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1 (grey) or 3 (colour). */
  readonly channels: number;
  readonly values: Uint8Array | Float32Array;
}

type Rgb = readonly [red: number, green: number, blue: number];

/** `#1c1e24` as numbers from 0 to 255; black for anything else. */
export function rgbOf(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) return [0, 0, 0];
  return [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)];
}

/** RGBA bytes [height, width, 4] of a picture; values outside the range are clipped. */
export function pixelsOf(
  { height, width, channels, values }: Picture,
  { ground, ink }: { ground: string; ink: string },
): Uint8ClampedArray<ArrayBuffer> {
  if (values.length !== height * width * channels) {
    const expected = `[${height}, ${width}, ${channels}]`;
    throw new Error(`picture: found ${values.length} values, expected ${expected}`);
  }
  const full = values instanceof Uint8Array ? 255 : 1;
  const from = rgbOf(ground);
  const to = rgbOf(ink);
  const pixels = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      const share = clip(values[pixel * channels + (channels === 1 ? 0 : colour)]! / full);
      pixels[4 * pixel + colour] =
        channels === 1 ? from[colour]! + share * (to[colour]! - from[colour]!) : 255 * share;
    }
  }
  return pixels;
}

const clip = (share: number): number => (share > 0 ? Math.min(1, share) : 0); // NaN draws as 0

export interface PictureSet {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [count, height, width, channels] */
  readonly images: Uint8Array | Float32Array;
}

/** Image `index` of a set, without copying. */
export function pictureAt(set: PictureSet, index: number): Picture {
  const { height, width, channels, images } = set;
  const size = height * width * channels;
  return { height, width, channels, values: images.subarray(index * size, (index + 1) * size) };
}
