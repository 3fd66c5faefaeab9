/** An encoding as one PNG: rows of little maps, one row for each setting of its knob. */
import { encode } from 'fast-png';
import { defaultsOf, faultOf, type OptionRecord } from '../../src/core/options.ts';
import type { Encoding } from '../../src/encodings/encoding.ts';
import { encodingMaps } from '../../src/training/encodingMaps.ts';

const MAPS = 12;
const SCALE = 3;
const GAP = 6;
const PAPER = 250;

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
  size: { height: number; width: number },
): Promise<Uint8Array | undefined> {
  const rows: Float32Array[][] = [];
  for (const options of knobSettings(encoding)) {
    const { maps } = await encodingMaps({ id: encoding.id, options }, seed, size, MAPS);
    rows.push(maps);
  }
  const columns = Math.max(...rows.map((maps) => maps.length));
  if (columns === 0) return undefined;

  const step = { x: SCALE * size.width + GAP, y: SCALE * size.height + GAP };
  const width = columns * step.x + GAP;
  const height = rows.length * step.y + GAP;
  const data = new Uint8Array(width * height).fill(PAPER);
  rows.forEach((maps, row) =>
    maps.forEach((map, column) =>
      drawMap(map, size, { data, width, left: GAP + column * step.x, top: GAP + row * step.y }),
    ),
  );
  return encode({ width, height, data, channels: 1, depth: 8 });
}

function drawMap(
  map: Float32Array,
  size: { height: number; width: number },
  on: { data: Uint8Array; width: number; left: number; top: number },
): void {
  for (let y = 0; y < SCALE * size.height; y++) {
    for (let x = 0; x < SCALE * size.width; x++) {
      const value = map[Math.floor(y / SCALE) * size.width + Math.floor(x / SCALE)]!;
      on.data[(on.top + y) * on.width + on.left + x] = Math.round(240 - 212 * value);
    }
  }
}
