import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, cleanText } from './shownText.ts';

describe('a text from outside', () => {
  it('loses control characters, bidi marks and zero-width spaces', () => {
    expect(cleanName('calm\u202E-\u0000ot\u200Bter\n')).toBe('calm-otter');
  });

  it('keeps joined emoji and other scripts', () => {
    expect(cleanName('👩‍🚀 שלום é')).toBe('👩‍🚀 שלום é');
  });

  it('is cut to 120 code points, never through the middle of one', () => {
    expect([...cleanName('🦦'.repeat(5000))]).toHaveLength(120);
  });

  it('has lone surrogates replaced, also when a control character stood between two halves', () => {
    expect(cleanName('a\uD83Db')).toBe('a\uFFFDb');
    expect(cleanName('\uD83D\u0000\uDE00')).toBe('\uFFFD\uFFFD');
  });

  it('can be a part of an address, whatever it was', () => {
    const halves = fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 40 });
    fc.assert(
      fc.property(halves, (units) => {
        const name = cleanName(String.fromCharCode(...units));
        expect(decodeURIComponent(encodeURIComponent(name))).toBe(name);
      }),
    );
  });

  it('keeps formulas and markup as they are written: those who show it escape it', () => {
    expect(cleanName('$\\tex$ <b> =1+1')).toBe('$\\tex$ <b> =1+1');
  });

  it('has a name even when nothing is left', () => {
    expect(cleanName(' \u202E ')).toBe('unnamed');
  });

  it('is the same when cleaned twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const once = cleanText(text, 50);
        expect(cleanText(once, 50)).toBe(once);
      }),
    );
  });
});
