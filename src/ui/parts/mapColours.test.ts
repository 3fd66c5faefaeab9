import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rgbOf } from './drawPixels.ts';
import { colourMap, filePalette, scaleOf } from './mapColours.ts';

const palette = {
  ground: '#ffffff',
  ink: '#000000',
  positive: '#d55e00',
  negative: '#0072b2',
  missing: '#888888',
};
const colours = (values: number[], signed: boolean) => {
  const bytes = colourMap(values, { scale: scaleOf(values, signed), signed }, palette);
  return values.map((_, place) => [...bytes.subarray(4 * place, 4 * place + 3)]);
};

describe('the scale', () => {
  it('of signed numbers is as long below zero as above', () => {
    expect(scaleOf([-1, 3, 0], true)).toEqual({ low: -3, high: 3 });
    expect(scaleOf([-4, 3, 0], true)).toEqual({ low: -4, high: 4 });
  });
  it('of unsigned ones runs from the least to the most', () => {
    expect(scaleOf([2, 5], false)).toEqual({ low: 2, high: 5 });
  });
  it('is never empty, also without a number', () => {
    for (const values of [[], [0, 0], [NaN], [Infinity, NaN], [7, 7], [-7, -7]]) {
      for (const signed of [true, false]) {
        const { low, high } = scaleOf(values, signed);
        expect(high).toBeGreaterThan(low);
        expect([low, high].every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe('colours', () => {
  it('zero is the ground, the ends are the two hues', () => {
    expect(colours([-2, 0, 2], true)).toEqual([
      [...rgbOf(palette.negative)],
      [255, 255, 255],
      [...rgbOf(palette.positive)],
    ]);
  });
  it('half way is half way', () => {
    const [, half] = colours([2, 1], true);
    expect(half![2]).toBeCloseTo(255 / 2, -0.5);
  });
  it('what was not computed has its own', () => {
    expect(colours([1, NaN], false)[1]).toEqual([...rgbOf(palette.missing)]);
  });
});

/** CIE lightness of sRGB, and the cone responses of people without one kind of cone. */
describe.each(['light', 'dark'])('the two hues in the %s theme', (theme) => {
  const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
  const block = css.slice(css.indexOf(theme === 'light' ? ':root {' : ":root[data-theme='dark']"));
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block)![1]!;
  const linear = (hex: string) =>
    rgbOf(hex).map((byte) => {
      const value = byte / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
  /** Viénot, Brettel and Mollon 1999: protanopia and deuteranopia in linear RGB. */
  const blind = {
    protanopia: [
      [0.11238, 0.88762, 0],
      [0.11238, 0.88762, 0],
      [0.00401, -0.00401, 1],
    ],
    deuteranopia: [
      [0.29275, 0.70725, 0],
      [0.29275, 0.70725, 0],
      [-0.02234, 0.02234, 1],
    ],
  };
  it.each(Object.entries(blind))('stay apart with %s', (_, matrix) => {
    const seen = (hex: string) =>
      matrix.map((row) => row.reduce((sum, w, i) => sum + w * linear(hex)[i]!, 0));
    const [positive, negative] = [seen(token('for')), seen(token('against'))];
    const blueness = ([r, , b]: number[]) => b! / (r! + b!);
    expect(blueness(negative!) - blueness(positive!)).toBeGreaterThan(0.4);
  });
});

it('saved maps have the light theme’s colours', () => {
  const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css)![1];
  expect(filePalette).toEqual({
    ground: token('picture-ground'),
    ink: token('picture-ink'),
    positive: token('for'),
    negative: token('against'),
    missing: token('edge'),
  });
});
