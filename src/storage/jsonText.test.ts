import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../core/errors.ts';
import { MAX_BYTES, parseJson, readText } from './jsonText.ts';

function faultOf(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    return `${codeOf(error)}: ${messageOf(error)}`;
  }
  return 'none';
}

describe('JSON from outside', () => {
  it.each([
    ['hello', 'json-syntax', 'line 1, column 1'],
    ['{"a": 1,}', 'json-syntax', 'line 1, column 9'],
    ['{\n  "a": NaN\n}', 'json-syntax', 'line 2, column 8'],
    ['{"a": 1', 'json-syntax', 'the end of the file at line 1, column 8'],
    ['[1, 2}', 'json-syntax', '"," or "]"'],
    ['{} {}', 'json-syntax', 'expected end of file'],
    ['["\\x"]', 'json-syntax', 'legal escape'],
    ['["a\nb"]', 'json-syntax', 'control character'],
    ['["abc', 'json-syntax', 'closing quote'],
    ['[01]', 'json-syntax', 'line 1, column 2'],
    ['', 'json-empty', 'empty'],
    [' \n\t', 'json-empty', 'empty'],
    ['{"__proto__": {"polluted": true}}', 'json-key', '__proto__'],
    ['{"constructor": {"prototype": {}}}', 'json-key', 'constructor'],
    ['{"\\u005f_proto__": 1}', 'json-key', '__proto__'],
    ['['.repeat(65), 'json-depth', 'column 65'],
    ['['.repeat(1e6), 'json-depth', 'at most 64'],
    ['{"a":'.repeat(1e5), 'json-depth', 'at most 64'],
  ])('refuses %j with its place', (text, code, part) => {
    const fault = faultOf(text);
    expect(fault).toMatch(new RegExp(`^${code}: `));
    expect(fault).toContain(part);
  });

  it('takes the last of two values under one key, as JSON.parse does', () => {
    expect(parseJson('{"a": 1, "b": 2, "a": 3}')).toEqual({ a: 3, b: 2 });
  });

  it('reads numbers as JSON.parse does: beyond the range, beyond 2⁵³, and −0', () => {
    expect(parseJson('[1e400, -1e400, 9007199254740993, 1e-400]')).toEqual([
      ...[Infinity, -Infinity, 2 ** 53, 0],
    ]);
    expect(Object.is((parseJson('[-0]') as number[])[0], -0)).toBe(true);
  });

  it('finds the line after any kind of line break', () => {
    expect(faultOf('[\r\n1,\r2,\n?]')).toContain('line 4, column 1');
  });

  it('strips a byte order mark, of a file and of a text', async () => {
    expect(await readText('\uFEFF{}')).toBe('{}');
    expect(await readText(new Blob(['\uFEFF{}']))).toBe('{}');
  });

  it('refuses what is too large before reading it', async () => {
    await expect(readText(' '.repeat(MAX_BYTES + 1))).rejects.toThrow('100.0 MB');
    const file = { size: 1e9, arrayBuffer: () => Promise.reject(new Error('was read')) };
    await expect(readText(file as unknown as Blob)).rejects.toThrow('1000.0 MB');
  });

  it('refuses bytes that are not UTF-8', async () => {
    await expect(readText(new Blob([new Uint8Array([0xff, 0xfe, 0x7b, 0])]))).rejects.toThrow(
      'UTF-8',
    );
  });

  it('reads 20 MB of numbers whole', () => {
    const text = `[${'0.123456789,'.repeat(1.6e6)}1]`;
    expect(parseJson(text)).toHaveLength(1.6e6 + 1);
  });
});

describe('the scanner and JSON.parse', () => {
  const parses = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('agree on what is JSON, whole and damaged', () => {
    const damagedJson = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.string({ maxLength: 2 }), fc.nat(3))
      .map(([text, at, put, drop]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + drop);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damagedJson, fc.string()), (text) => {
        const fault = faultOf(text);
        if (fault.startsWith('json-key')) return;
        expect(fault === 'none').toBe(parses(text));
      }),
      { numRuns: 3000 },
    );
  });
});
