import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours of the block that opens with `selector`, by token name. */
function coloursIn(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no block ${selector} in tokens.css`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const themes = { light: coloursIn(':root'), dark: coloursIn(":root[data-theme='dark']") };
const grounds = ['paper', 'card', 'hover'];
const text = ['ink', 'soft', 'accent', 'good', 'bad'];
const lines = ['edge', 'for', 'against', ...[0, 1, 2, 3, 4, 5].map((run) => `run-${run}`)];

describe.each(Object.entries(themes))('tokens of the %s theme', (_, colours) => {
  it.each(text)('%s is legible as text on every ground', (name) => {
    for (const ground of grounds) {
      expect(contrast(colours[name]!, colours[ground]!), ground).toBeGreaterThanOrEqual(4.5);
    }
  });
  it.each(lines)('%s is visible as a line on every ground', (name) => {
    for (const ground of grounds) {
      expect(contrast(colours[name]!, colours[ground]!), ground).toBeGreaterThanOrEqual(3);
    }
  });
  it('text on the accent and on a mark is legible', () => {
    expect(contrast(colours['accent-ink']!, colours['accent']!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['card']!, colours['bad']!)).toBeGreaterThanOrEqual(4.5);
  });
});

it('a dark system and a chosen dark theme look the same', () => {
  expect(coloursIn(":root:not([data-theme='light'])")).toEqual(themes.dark);
  expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light));
});
