/**
 * JSON from outside, checked before it is believed: size, encoding, syntax with line and column in
 * every browser (their own messages give one, the other or neither), depth, and the three keys that
 * could reach an object's prototype. One pass over the text, without recursion, so no file can
 * overflow the stack. And JSON as the lab writes it.
 */
import { LabError } from '../core/errors.ts';

export const MAX_BYTES = 100_000_000;
export const MAX_DEPTH = 64;
const refusedKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'end of file';

const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** The text of a file or a paste, without its byte order mark. */
export async function readText(source: string | Blob): Promise<string> {
  const size = typeof source === 'string' ? source.length : source.size;
  if (size > MAX_BYTES) throw tooLarge(size);
  const text = typeof source === 'string' ? source : decode(await source.arrayBuffer());
  return text.replace(/^\uFEFF/, '');
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new LabError('json-encoding', {
      found: 'bytes that are not UTF-8 text',
      expected: 'a JSON file in UTF-8',
      fix: 'choose the results file as the lab wrote it, unpacked',
    });
  }
}

function tooLarge(size: number): LabError {
  return new LabError('json-too-large', {
    found: `a file of ${(size / 1e6).toFixed(1)} MB`,
    expected: `at most ${MAX_BYTES / 1e6} MB`,
    fix: 'export fewer runs into one file',
  });
}

/** Parses, or throws a LabError that says where the fault is. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') {
    throw new LabError('json-empty', {
      found: 'an empty file',
      expected: 'a results file in JSON',
      fix: 'export the results again',
    });
  }
  new Scanner(text).scan();
  return JSON.parse(text);
}

/** Two spaces deep, arrays of numbers on one line, a line break at the end. */
export function printJson(value: object): string {
  const pretty = JSON.stringify(value, null, 2);
  return `${pretty.replace(/\[\n[^[\]{}"]+\]/g, joinLines)}\n`;
}

function joinLines(array: string): string {
  return array.replace(/\n\s*/g, ' ').replace(/^\[ /, '[').replace(/ \]$/, ']');
}

class Scanner {
  #position = 0;
  #expected: Expected = 'value';
  /** The closing brackets still to come, innermost last. */
  readonly #open: ('}' | ']')[] = [];

  constructor(private readonly text: string) {}

  scan(): void {
    for (this.#skipSpace(); this.#position < this.text.length; this.#skipSpace()) {
      this.#takeToken(this.text[this.#position]!);
    }
    if (this.#expected !== 'end of file') throw this.#fault();
  }

  #takeToken(character: string): void {
    if (character === '"') this.#takeString();
    else if (character === '{' || character === '[') this.#takeOpening(character);
    else if (character === '}' || character === ']') this.#takeClosing(character);
    else if (character === ',' || character === ':') this.#takeSeparator(character);
    else this.#takeScalar();
  }

  #takeOpening(character: '{' | '['): void {
    this.#expectValue();
    if (this.#open.length === MAX_DEPTH) throw this.#tooDeep();
    this.#open.push(character === '{' ? '}' : ']');
    this.#advance(1, character === '{' ? 'key or }' : 'value or ]');
  }

  #takeClosing(character: '}' | ']'): void {
    const mayClose = this.#expected === ', or end' || this.#expected.endsWith(` or ${character}`);
    if (!mayClose || this.#open.at(-1) !== character) throw this.#fault();
    this.#open.pop();
    this.#advance(1, this.#afterValue());
  }

  #takeSeparator(character: ',' | ':'): void {
    if (character === ':' ? this.#expected !== ':' : this.#expected !== ', or end') {
      throw this.#fault();
    }
    const isNextKey = character === ',' && this.#open.at(-1) === '}';
    this.#advance(1, isNextKey ? 'key' : 'value');
  }

  #takeString(): void {
    const isKey = this.#expected === 'key' || this.#expected === 'key or }';
    if (!isKey) this.#expectValue();
    const begin = this.#position;
    const end = this.#endOfString();
    if (isKey) this.#checkKey(JSON.parse(this.text.slice(begin, end)) as string);
    this.#position = end;
    this.#expected = isKey ? ':' : this.#afterValue();
  }

  /** Just behind the closing quote of the string that begins here. */
  #endOfString(): number {
    for (let at = this.#position + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) return at + 1;
      if (code === 0x5c) {
        escape.lastIndex = at;
        const found = escape.exec(this.text);
        if (!found) throw this.#fault(at, 'a legal escape such as \\n');
        at += found[0].length - 1;
      }
      if (code < 0x20) throw this.#fault(at, 'no line break or control character in a text');
    }
    throw this.#fault(this.text.length, 'a closing quote');
  }

  #takeScalar(): void {
    this.#expectValue();
    scalar.lastIndex = this.#position;
    const found = scalar.exec(this.text);
    if (!found) throw this.#fault();
    this.#advance(found[0].length, this.#afterValue());
  }

  #expectValue(): void {
    if (this.#expected !== 'value' && this.#expected !== 'value or ]') throw this.#fault();
  }

  #afterValue(): Expected {
    return this.#open.length === 0 ? 'end of file' : ', or end';
  }

  #advance(length: number, expected: Expected): void {
    this.#position += length;
    this.#expected = expected;
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.#position] ?? 'end')) this.#position++;
  }

  #checkKey(key: string): void {
    if (!refusedKeys.includes(key)) return;
    throw new LabError('json-key', {
      found: `the key "${key}" at ${this.#place(this.#position)}`,
      expected: 'keys of a results file',
      fix: 'do not use this file: the lab never writes such a key',
    });
  }

  #tooDeep(): LabError {
    return new LabError('json-depth', {
      found: `more than ${MAX_DEPTH} brackets inside each other at ${this.#place(this.#position)}`,
      expected: `at most ${MAX_DEPTH}`,
      fix: 'choose a results file that the lab wrote',
    });
  }

  #fault(at = this.#position, expected = this.#wanted()): LabError {
    const character = this.text[at];
    const found = character === undefined ? 'the end of the file' : JSON.stringify(character);
    return new LabError('json-syntax', {
      found: `${found} at ${this.#place(at)}`,
      expected,
      fix: 'choose a whole, unedited JSON file, or mend it at that place',
    });
  }

  #wanted(): string {
    if (this.#expected === ', or end') return `"," or "${this.#open.at(-1)!}"`;
    if (this.#expected.startsWith('value')) return 'a JSON value';
    if (this.#expected.startsWith('key')) return 'a key in double quotes';
    return this.#expected === ':' ? '":"' : this.#expected;
  }

  #place(at: number): string {
    const lines = this.text.slice(0, at).split(/\r\n|\r|\n/);
    return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
  }
}
