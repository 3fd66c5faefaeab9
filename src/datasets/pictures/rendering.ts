/**
 * A picture as an image of a dataset: laid over black by its alpha, grey or in colour, of the wanted
 * size (resampling.ts), its proportions stretched, cut or padded.
 *
 *   rgba [height, width, 4] → [height, width, channels], both uint8
 */
import { lumaOf } from './luma.ts';
import type { Picture } from './picture.ts';
import { createResampler, type PixelSize, type Resample } from './resampling.ts';

/** stretch: each side is brought to size by itself; crop: the middle; pad: all of it, on black. */
export type Fit = 'stretch' | 'crop' | 'pad';

export interface Rendering extends PixelSize {
  readonly channels: 1 | 3;
  readonly fit: Fit;
}

interface Area extends PixelSize {
  readonly top: number;
  readonly left: number;
}

/** @param target uint8 [height, width, channels], black where nothing is written */
export function renderPicture(picture: Picture, wanted: Rendering, target: Uint8Array): void {
  const { channels, fit } = wanted;
  const source = fit === 'crop' ? middleOf(picture, wanted) : wholeOf(picture);
  const inner = fit === 'pad' ? innerOf(picture, wanted) : wholeOf(wanted);
  const values = valuesOf(picture, source, channels);
  const image = isSameSize(source, inner) ? values : resample(values, source, inner, channels);
  const row = inner.width * channels;
  for (let y = 0; y < inner.height; y++) {
    const to = ((inner.top + y) * wanted.width + inner.left) * channels;
    target.set(image.subarray(y * row, (y + 1) * row), to);
  }
}

/** Whether the three ways to fit differ. */
export const isInProportion = (picture: PixelSize, wanted: PixelSize): boolean =>
  picture.width * wanted.height === picture.height * wanted.width;

const isSameSize = (one: PixelSize, other: PixelSize) =>
  one.height === other.height && one.width === other.width;

const wholeOf = ({ height, width }: PixelSize): Area => ({ top: 0, left: 0, height, width });

/** The largest area of the wanted proportions, in whole pixels, in the middle. */
function middleOf(picture: PixelSize, wanted: PixelSize): Area {
  const scale = Math.min(picture.height / wanted.height, picture.width / wanted.width);
  return centred(picture, scaled(wanted, scale));
}

/** Where all of the picture lies within the wanted size, in whole pixels, in the middle. */
function innerOf(picture: PixelSize, wanted: PixelSize): Area {
  const scale = Math.min(wanted.height / picture.height, wanted.width / picture.width);
  return centred(wanted, scaled(picture, scale));
}

const scaled = ({ height, width }: PixelSize, scale: number): PixelSize => ({
  height: Math.max(1, Math.round(height * scale)),
  width: Math.max(1, Math.round(width * scale)),
});

const centred = (around: PixelSize, { height, width }: PixelSize): Area => ({
  top: Math.floor((around.height - height) / 2),
  left: Math.floor((around.width - width) / 2),
  height,
  width,
});

function valuesOf({ width, rgba }: Picture, area: Area, channels: 1 | 3): Uint8Array {
  const values = new Uint8Array(area.height * area.width * channels);
  let to = 0;
  for (let y = area.top; y < area.top + area.height; y++) {
    let from = 4 * (y * width + area.left);
    for (let x = 0; x < area.width; x++, from += 4) {
      const alpha = rgba[from + 3]!;
      const red = overBlack(rgba[from]!, alpha);
      const green = overBlack(rgba[from + 1]!, alpha);
      const blue = overBlack(rgba[from + 2]!, alpha);
      if (channels === 1) {
        values[to++] = lumaOf(red, green, blue);
        continue;
      }
      values[to++] = red;
      values[to++] = green;
      values[to++] = blue;
    }
  }
  return values;
}

const overBlack = (value: number, alpha: number) =>
  alpha === 255 ? value : Math.round((value * alpha) / 255);

/** The last few resamplers: a folder of pictures asks for the same ones again and again. */
const known = new Map<string, Resample>();
const KNOWN_AT_MOST = 64;

function resample(
  values: Uint8Array,
  from: PixelSize,
  to: PixelSize,
  channels: number,
): Uint8Array {
  const key = [from.height, from.width, to.height, to.width, channels].join(' ');
  const resampler = known.get(key) ?? createResampler(from, to, channels);
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(key, resampler);
  const image = new Uint8Array(to.height * to.width * channels);
  resampler(values, 0, image, 0);
  return image;
}
