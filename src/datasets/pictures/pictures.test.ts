/** Heads, PNG, JPEG and rendering; rows 44 to 51 of the malformed inputs, as far as one picture goes. */
import fc from 'fast-check';
import { decode as decodeWithFastPng } from 'fast-png';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import { crc32 } from '../files/crc32.ts';
import { readHead } from './heads.ts';
import { renderPicture } from './rendering.ts';
import { decodeInNode, evenPng, jpegOf, pngOf } from './testing.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const latin = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const big = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

function chunk(type: string, data: Uint8Array): Bytes {
  const body = concatBytes([latin(type), data]);
  return concatBytes([big(data.length), body, big(crc32(body))]);
}

interface RawPng {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced?: boolean;
  /** Rows with their filters, not yet packed. */
  readonly rows: Uint8Array;
  readonly extra?: readonly Uint8Array[];
}

function rawPng({ width, height, depth, colour, interlaced, rows, extra = [] }: RawPng): Bytes {
  const header = [...big(width), ...big(height), depth, colour, 0, 0, interlaced ? 1 : 0];
  return concatBytes([
    latin('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', Uint8Array.from(header)),
    ...extra,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

const decode = (bytes: Bytes) => decodeInNode({ name: 'x.png', bytes });
const grey = evenPng(3, 2, 77);
const wide = (side: number) =>
  rawPng({ width: side, height: side, depth: 8, colour: 0, rows: new Uint8Array(9) });

const badPictures: readonly (readonly [string, string, RegExp, Bytes])[] = [
  ['row 44: half a PNG', 'picture-damaged', /breaks off after 40 bytes/, grey.slice(0, 40)],
  ['row 44: a PNG without its end', 'picture-damaged', /breaks off/, grey.slice(0, -12)],
  [
    'row 44: a chunk with a wrong checksum',
    'picture-damaged',
    /IDAT chunk at byte 33 has a wrong checksum/,
    grey.map((byte, at) => (at === 43 ? byte ^ 1 : byte)),
  ],
  ['row 44: text', 'no-picture', /begins with 68 65 6c 6c/, latin('hello there')],
  ['row 44: empty', 'no-picture', /holds nothing/, new Uint8Array()],
  ['row 44: no width', 'picture-size', /0 × 0 pixels/, wide(0)],
  ['row 44: SVG', 'no-picture', /SVG/, latin('<?xml version="1.0"?><svg width="9"/>')],
  ['row 44: a web page', 'no-picture', /web page/, latin('<!DOCTYPE html><title>404</title>')],
  [
    'row 44: half a JPEG',
    'picture-damaged',
    /JPEG/,
    jpegOf(9, 9, new Uint8Array(324)).slice(0, -99),
  ],
  ['row 44: a JPEG without a size', 'picture-damaged', /size/, latin('\xff\xd8\xff\xe0\x00\x04ab')],
  ['row 45: 40,000 a side', 'picture-size', /40000 × 40000 pixels/, wide(40_000)],
  ['row 46: 20,000 a side', 'picture-size', /20000 × 20000 pixels/, wide(20_000)],
  ['fewer pixels than its head says', 'picture-damaged', /after 9 of 12 bytes/, wide(3)],
  [
    'a colour that the palette has not',
    'picture-damaged',
    /coloured/,
    rawPng({
      ...{ width: 1, height: 1, depth: 8, colour: 3, rows: Uint8Array.of(0, 2) },
      extra: [chunk('PLTE', Uint8Array.of(1, 2, 3))],
    }),
  ],
  [
    'row 50: a JPEG in printing inks',
    'picture-inks',
    /CMYK/,
    latin('\xff\xd8\xff\xc0\x00\x14\x08\x00\x01\x00\x01\x04' + '\x01\x11\x00'.repeat(4)),
  ],
  ['a TIFF', 'no-picture', /TIFF/, latin('II*\0\x08\0\0\0')],
];

describe('pictures that cannot be read', () => {
  it.each(badPictures)('%s: %s', async (_what, code, says, bytes) => {
    const fault: unknown = await decode(bytes).catch((error: unknown) => error);
    expect(codeOf(fault)).toBe(code);
    expect(messageOf(fault)).toMatch(says);
    expect(messageOf(fault)).toMatch(/^Found x\.png, .+; expected .+\. To do: .+\.$/s);
  });

  it('fail by name wherever a PNG is cut, whatever byte of it is changed', async () => {
    const whole = pngOf({ width: 5, height: 4, channels: 3, data: new Uint8Array(60).fill(9) });
    const expected = await decode(whole);
    const changes = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    for (let length = 0; length < whole.length; length++) {
      const fault: unknown = await decode(whole.slice(0, length)).catch((error: unknown) => error);
      expect(codeOf(fault), `cut at ${length}`).toBeDefined();
    }
    await fc.assert(
      fc.asyncProperty(changes, async ([at, by]) => {
        const changed = whole.map((byte, index) => (index === at ? byte ^ by : byte));
        const read = await decode(changed).catch((error: unknown) => error);
        if (read instanceof Error) expect(codeOf(read), messageOf(read)).toBeDefined();
        else expect(read).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

const pixelCount = (shape: { width: number; height: number }) => shape.width * shape.height;
const side = fc.integer({ min: 1, max: 20 });

describe('PNG', () => {
  it('gives back what fast-png wrote, in 8 bits', async () => {
    const pictures = fc
      .record({
        width: side,
        height: side,
        channels: fc.constantFrom(1, 2, 3, 4) as fc.Arbitrary<1 | 2 | 3 | 4>,
      })
      .chain((shape) => {
        const length = pixelCount(shape) * shape.channels;
        return fc
          .uint8Array({ minLength: length, maxLength: length })
          .map((data) => ({ ...shape, data }));
      });
    await fc.assert(
      fc.asyncProperty(pictures, async (picture) => {
        const { channels, data } = picture;
        const { rgba, kind } = await decode(pngOf(picture));
        const expected = Array.from({ length: pixelCount(picture) }, (_, i) => {
          const at = (channel: number) => data[i * channels + channel]!;
          const colours = channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)];
          return [...colours, channels % 2 === 0 ? at(channels - 1) : 255];
        }).flat();
        expect([...rgba]).toEqual(expected);
        expect(kind).toMatchObject({ grey: channels < 3, alpha: channels % 2 === 0, depth: 8 });
      }),
    );
  });

  it('row 47: reduces 16 bits to the nearest of 8', async () => {
    const data = Uint16Array.of(0, 128, 129, 257, 32767, 65406, 65407, 65535);
    const { rgba, kind } = await decode(pngOf({ width: 8, height: 1, channels: 1, data }));
    expect([...rgba].filter((_, at) => at % 4 === 0)).toEqual(
      [...data].map((v) => Math.round(v / 257)),
    );
    expect(kind.depth).toBe(16);
  });

  it('row 48: leaves gamma and colour profiles aside', async () => {
    const rows = Uint8Array.of(0, 1, 64);
    const plain = { width: 2, height: 1, depth: 8, colour: 0, rows };
    const profile = concatBytes([latin('icc\0\0'), deflateSync(latin('no profile'))]);
    const extra = [chunk('gAMA', big(100_000)), chunk('iCCP', profile)];
    expect((await decode(rawPng({ ...plain, extra }))).rgba).toEqual(
      (await decode(rawPng(plain))).rgba,
    );
  });

  it('row 49: keeps colours under low alpha', async () => {
    const { rgba } = await decode(evenPng(1, 1, 200, 100, 50, 1));
    expect([...rgba]).toEqual([200, 100, 50, 1]);
  });

  it.each([0, 2, 4, 6])('reads filters of colour type %i as fast-png does', async (colour) => {
    const random = (length: number, seed: number) =>
      Uint8Array.from({ length }, (_, at) => Math.imul(at + 7 * seed + 1, 2654435761) >>> 24);
    const [width, height, values] = [13, 11, [1, 1, 3, 1, 2, 1, 4][colour]!];
    for (const depth of [8, 16]) {
      const lines = Array.from({ length: height }, (_, row) => {
        return [Uint8Array.of(row % 5), random((width * depth * values) / 8, row)];
      });
      const bytes = rawPng({ width, height, depth, colour, rows: concatBytes(lines.flat()) });
      const { data, channels } = decodeWithFastPng(bytes);
      const toByte = (value: number) => (depth === 16 ? Math.round(value / 257) : value);
      const { rgba } = await decode(bytes);
      const expected = Array.from({ length: width * height }, (_, pixel) => {
        const at = (channel: number) => toByte(data[pixel * channels + channel]!);
        return channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)];
      }).flat();
      expect([...rgba].filter((_, at) => at % 4 !== 3)).toEqual(expected);
    }
  });

  it('reads values of 1, 2 and 4 bits, and palettes of them', async () => {
    const bits = (depth: number, colour: number, extra: readonly Uint8Array[] = []) =>
      decode(
        rawPng({
          width: 3,
          height: 1,
          depth,
          colour,
          rows: Uint8Array.of(0, 0b10110001, 0b11000000),
          extra,
        }),
      );
    const reds = async (picture: ReturnType<typeof bits>) =>
      [...(await picture).rgba].filter((_, at) => at % 4 === 0);
    expect(await reds(bits(1, 0))).toEqual([255, 0, 255]);
    expect(await reds(bits(2, 0))).toEqual([170, 255, 0]);
    expect(await reds(bits(4, 0))).toEqual([187, 17, 204]);
    const palette = chunk(
      'PLTE',
      Uint8Array.from({ length: 12 }, (_, at) => 10 * at),
    );
    const clear = chunk('tRNS', Uint8Array.of(0, 128));
    const picture = await bits(2, 3, [palette, clear]);
    expect([...picture.rgba]).toEqual([60, 70, 80, 255, 90, 100, 110, 255, 0, 10, 20, 0]);
    expect(picture.kind).toMatchObject({ grey: null, alpha: true });
  });

  it('reads interlaced pictures', async () => {
    // Adam7 of 3 × 3: passes 1, 4, 5, 6 and 7 hold pixels (0,0), (2,0), rows 2, column 1, row 1.
    const rows = Uint8Array.of(0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6);
    const png = rawPng({ width: 3, height: 3, depth: 8, colour: 0, interlaced: true, rows });
    const { rgba } = await decode(png);
    expect([...rgba].filter((_, at) => at % 4 === 0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('heads', () => {
  const headOf = (bytes: Bytes) => readHead('x', bytes, bytes.length);

  it('tell JPEGs turned by Exif', () => {
    const tiff = latin('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0');
    const exif = concatBytes([latin('\xff\xe1'), Uint8Array.of(0, tiff.length + 2), tiff]);
    const jpeg = jpegOf(6, 4, new Uint8Array(96));
    const turned = concatBytes([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
    expect(headOf(jpeg)).toMatchObject({ width: 6, height: 4, turned: false, grey: false });
    expect(headOf(turned)).toMatchObject({ width: 4, height: 6, turned: true });
  });

  it('tell sizes of GIF, BMP and WebP, and whether they move', () => {
    const frame = '\x2c\0\0\0\0\x02\0\x03\0\0\x02\x01\x07\0';
    const gif = `GIF89a\x02\0\x03\0\x80\0\0${'\0'.repeat(6)}\x21\xf9\x04\x01\0\0\0\0`;
    expect(headOf(latin(`${gif}${frame};`))).toMatchObject({
      width: 2,
      height: 3,
      alpha: true,
      animated: false,
    });
    expect(headOf(latin(`${gif}${frame}${frame};`))).toMatchObject({ animated: true });
    const bmp = `BM${'\0'.repeat(12)}\x28\0\0\0\x05\0\0\0\xfa\xff\xff\xff\x01\0\x18\0`;
    expect(headOf(latin(bmp))).toMatchObject({ format: 'bmp', width: 5, height: 6, alpha: false });
    const extended = `RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0\x09\0\0\x13\0\0`;
    expect(headOf(latin(extended))).toMatchObject({
      width: 10,
      height: 20,
      alpha: true,
      animated: true,
    });
    const lossless = `RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x04\x40\x02\x10${'\0'.repeat(9)}`;
    expect(headOf(latin(lossless))).toMatchObject({ width: 5, height: 10, alpha: true });
    const lossy = `RIFF\0\0\0\0WEBPVP8 ${'\0'.repeat(10)}\x07\0\x09\0`;
    expect(headOf(latin(lossy))).toMatchObject({ width: 7, height: 9, alpha: false });
  });

  it('ask for more bytes where the head goes on', () => {
    const jpeg = jpegOf(6, 4, new Uint8Array(96));
    expect(readHead('x', jpeg.subarray(0, 20), jpeg.length)).toBeUndefined();
  });
});

describe('rendering', () => {
  const wideRgba = Uint8Array.from({ length: 4 * 2 * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : 10 * (at >> 2),
  );
  const picture = { width: 4, height: 2, rgba: wideRgba } as Parameters<typeof renderPicture>[0];
  const render = (fit: 'stretch' | 'crop' | 'pad', height: number, width: number) => {
    const target = new Uint8Array(height * width);
    renderPicture(picture, { height, width, channels: 1, fit }, target);
    return [...target];
  };

  it('stretches, cuts and pads', () => {
    expect(render('stretch', 2, 2)).toEqual([5, 25, 45, 65]);
    expect(render('crop', 2, 2)).toEqual([10, 20, 50, 60]);
    expect(render('pad', 4, 4)).toEqual([0, 0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 0, 0, 0, 0]);
    expect(render('pad', 2, 2)).toEqual([25, 45, 0, 0]);
  });

  it('lays clear pixels over black, and makes grey as BT.601 has it', async () => {
    const half = await decode(evenPng(1, 1, 200, 100, 50, 128));
    const [colour, luma] = [new Uint8Array(3), new Uint8Array(1)];
    renderPicture(half, { height: 1, width: 1, channels: 3, fit: 'stretch' }, colour);
    renderPicture(half, { height: 1, width: 1, channels: 1, fit: 'stretch' }, luma);
    expect([...colour]).toEqual([100, 50, 25]);
    expect([...luma]).toEqual([Math.round(0.299 * 100 + 0.587 * 50 + 0.114 * 25)]);
  });
});
