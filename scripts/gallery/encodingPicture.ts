/** An encoding as one PNG: rows of little maps, one row for each setting of its knob. */
import { encode } from 'fast-png';
import { defaultsOf, faultOf, type OptionRecord } from '../../src/core/options.ts';
import type { Encoding } from '../../src/encodings/encoding.ts';
import { encodingMaps } from '../../src/training/encodingMaps.ts';
import { encodingScale } from '../../src/ui/parts/encodingScale.ts';
import { colourMap, filePalette, scaleOf } from '../../src/ui/parts/mapColours.ts';

const MAPS = 12;
const SCALE = 3;
const GAP = 6;
const PAPER = 250;

interface Size {
  readonly height: number;
  readonly width: number;
}

/** The knob low, at its default and high, as far as these are legal and differ; else the defaults. */
export function knobSettings({ options, knob }: Encoding): OptionRecord[] {
  const defaults = defaultsOf(options);
  const option = knob === null ? undefined : options[knob];
  if (!knob || !option || (option.kind !== 'number' && option.kind !== 'integer')) {
    return [defaults];
  }
  const settle = (value: number) => {
    const bounded = Math.min(option.max, Math.max(option.min, value));
    return option.kind === 'integer' ? Math.round(bounded) : Number(bounded.toPrecision(3));
  };
  const values = new Set([option.default / 2, option.default, option.default * 2].map(settle));
  return [...values]
    .filter((value) => faultOf(option, value) === undefined)
    .map((value) => ({ ...defaults, [knob]: value }));
}

/** undefined for an encoding without features. */
export async function encodingPicture(
  encoding: Encoding,
  seed: number,
  size: Size,
): Promise<Uint8Array | undefined> {
  const rows: Uint8ClampedArray[][] = [];
  for (const options of knobSettings(encoding)) {
    const { maps } = await encodingMaps({ id: encoding.id, options }, seed, size, MAPS);
    const { signed, common } = encodingScale(maps);
    rows.push(
      maps.map((map) =>
        colourMap(map, { scale: common ?? scaleOf(map, signed), signed }, filePalette),
      ),
    );
  }
  const columns = Math.max(...rows.map((maps) => maps.length));
  if (columns === 0) return undefined;

  const step = { x: SCALE * size.width + GAP, y: SCALE * size.height + GAP };
  const width = columns * step.x + GAP;
  const height = rows.length * step.y + GAP;
  const data = new Uint8Array(3 * width * height).fill(PAPER);
  rows.forEach((maps, row) =>
    maps.forEach((colours, column) =>
      draw(colours, size, { data, width, left: GAP + column * step.x, top: GAP + row * step.y }),
    ),
  );
  return encode({ width, height, data, channels: 3, depth: 8 });
}

/** @param colours RGBA of each pixel, row by row */
function draw(
  colours: Uint8ClampedArray,
  size: Size,
  on: { data: Uint8Array; width: number; left: number; top: number },
): void {
  for (let y = 0; y < SCALE * size.height; y++) {
    for (let x = 0; x < SCALE * size.width; x++) {
      const from = 4 * (Math.floor(y / SCALE) * size.width + Math.floor(x / SCALE));
      on.data.set(colours.subarray(from, from + 3), 3 * ((on.top + y) * on.width + on.left + x));
    }
  }
}
