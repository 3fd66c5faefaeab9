/**
 * From the unpacked bytes of a PNG to its pixels.
 *
 *   rows      one byte that names the filter, then the row's values, packed to bytes, filtered
 *   passes    one, or seven where the picture is interlaced (Adam7)
 *
 * W3C, Portable Network Graphics, third edition 2023, sections 7 to 9 and 11.3.1.
 */

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per value: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colour: number;
  readonly interlaced: boolean;
}

export interface PngColours extends PngHeader {
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
}

/** Every `stepX`-th pixel of every `stepY`-th row from (`x`, `y`). */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

const whole: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];
const adam7: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
];
const valuesPerPixel: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const bitsPerPixel = ({ colour, depth }: PngHeader) => valuesPerPixel[colour]! * depth;

function passesOf(header: PngHeader): readonly (Pass & { columns: number; rows: number })[] {
  return (header.interlaced ? adam7 : whole)
    .map((pass) => ({
      ...pass,
      columns: Math.ceil((header.width - pass.x) / pass.stepX),
      rows: Math.ceil((header.height - pass.y) / pass.stepY),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

const rowBytes = (header: PngHeader, columns: number) =>
  Math.ceil((columns * bitsPerPixel(header)) / 8);

/** Bytes of all rows, each with its filter's byte. */
export const unpackedSize = (header: PngHeader) =>
  passesOf(header).reduce((sum, pass) => sum + pass.rows * (1 + rowBytes(header, pass.columns)), 0);

/**
 * @param unpacked is unfiltered where it lies
 * @returns uint8 [height, width, 4]; undefined where a filter or a colour is none
 */
export function pixelsOf(png: PngColours, unpacked: Uint8Array): Uint8Array | undefined {
  const rgba = new Uint8Array(png.width * png.height * 4);
  const put = painter(png, rgba);
  const distance = Math.max(1, bitsPerPixel(png) / 8);
  let at = 0;
  for (const { x, y, stepX, stepY, columns, rows } of passesOf(png)) {
    const length = rowBytes(png, columns);
    let above = new Uint8Array(length) as Uint8Array;
    for (let row = 0; row < rows; row++, at += 1 + length) {
      const values = unpacked.subarray(at + 1, at + 1 + length);
      if (!unfilter(unpacked[at]!, values, above, distance)) return undefined;
      const rowBegin = (y + row * stepY) * png.width + x;
      for (let column = 0; column < columns; column++) {
        if (!put(values, column, 4 * (rowBegin + column * stepX))) return undefined;
      }
      above = values;
    }
  }
  return rgba;
}

/** Adds to each byte what its filter foretells of it from the left, from above, from both. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, distance: number): boolean {
  if (filter > 4) return false;
  for (let i = 0; i < row.length && filter > 0; i++) {
    const left = i < distance ? 0 : row[i - distance]!;
    const up = above[i]!;
    if (filter === 1) row[i]! += left;
    else if (filter === 2) row[i]! += up;
    else if (filter === 3) row[i]! += (left + up) >> 1;
    else row[i]! += paeth(left, up, i < distance ? 0 : above[i - distance]!);
  }
  return true;
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

type Put = (values: Uint8Array, column: number, to: number) => boolean;

/** Writes one pixel of a row as RGBA at `to`; false where its colour is none. */
function painter(png: PngColours, rgba: Uint8Array): Put {
  if (png.colour === 3) return palettePainter(png, rgba);
  const { depth, transparency } = png;
  const count = valuesPerPixel[png.colour]!;
  const colours = count < 3 ? 1 : 3;
  const hasAlpha = count === 2 || count === 4;
  const clear = hasAlpha ? undefined : keyOf(transparency, colours);
  return (values, column, to) => {
    let isClear = clear !== undefined;
    for (let channel = 0; channel < 3; channel++) {
      const value = valueAt(values, column * count + Math.min(channel, colours - 1), depth);
      isClear &&= value === clear![Math.min(channel, colours - 1)];
      rgba[to + channel] = toByte(value, depth);
    }
    const alpha = hasAlpha
      ? toByte(valueAt(values, column * count + count - 1, depth), depth)
      : 255;
    rgba[to + 3] = isClear ? 0 : alpha;
    return true;
  };
}

function palettePainter({ palette, transparency, depth }: PngColours, rgba: Uint8Array): Put {
  return (values, column, to) => {
    const index = valueAt(values, column, depth);
    if (!palette || 3 * index + 3 > palette.length) return false;
    for (let channel = 0; channel < 3; channel++)
      rgba[to + channel] = palette[3 * index + channel]!;
    rgba[to + 3] = transparency?.[index] ?? 255;
    return true;
  };
}

/** The one colour that is clear, in 16 bits a value. */
function keyOf(transparency: Uint8Array | undefined, colours: number): number[] | undefined {
  if (!transparency || transparency.length < 2 * colours) return undefined;
  return Array.from(
    { length: colours },
    (_, i) => 256 * transparency[2 * i]! + transparency[2 * i + 1]!,
  );
}

function valueAt(row: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return row[index]!;
  if (depth === 16) return 256 * row[2 * index]! + row[2 * index + 1]!;
  const bit = index * depth;
  return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** The nearest of 256 greys: 65,535 and 15 are 255. */
const toByte = (value: number, depth: number) =>
  depth === 8 ? value : Math.round((255 * value) / (2 ** depth - 1));
