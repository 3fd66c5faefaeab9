/**
 * The header of an NPY file: a Python literal, read by a grammar of its own and never evaluated.
 *
 *   dict    { key : value , … }      keys descr, fortran_order, shape, each once
 *   value   'text' | True | False | ( whole number , … )
 *
 * A `descr` that is a list describes records, which are refused by name elsewhere; it is told by its
 * bracket and not read further.
 *
 * NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays"; numpy.lib.format.
 */

export interface NpyHeader {
  /** As NumPy writes it: `<f4`; null: a list, which describes records. */
  readonly descr: string | null;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

type Value = string | boolean | null | readonly number[];

/** Undefined where the text is not such a literal. */
export function parseNpyHeader(text: string): NpyHeader | undefined {
  const entries = new Map<string, Value>();
  let rest = takeToken(text, /^\s*\{/y)?.rest;
  while (rest !== undefined) {
    const end = takeToken(rest, /^\s*\}\s*$/y);
    if (end) return headerFrom(entries);
    const entry = takeEntry(rest);
    if (!entry || entries.has(entry.key)) return undefined;
    entries.set(entry.key, entry.value);
    rest =
      takeToken(entry.rest, /^\s*,/y)?.rest ?? (/^\s*\}/.test(entry.rest) ? entry.rest : undefined);
  }
  return undefined;
}

interface Taken<T> {
  readonly value: T;
  readonly rest: string;
}

function takeToken(text: string, pattern: RegExp): Taken<RegExpExecArray> | undefined {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  return match ? { value: match, rest: text.slice(match[0].length) } : undefined;
}

function takeEntry(text: string): (Taken<Value> & { readonly key: string }) | undefined {
  const key = takeText(text);
  const colon = key && takeToken(key.rest, /^\s*:/y);
  const value = colon && takeValue(colon.rest);
  return value ? { key: key.value, ...value } : undefined;
}

function takeText(text: string): Taken<string> | undefined {
  const match = takeToken(text, /^\s*(?:'([^'\\]*)'|"([^"\\]*)")/y);
  return match && { value: match.value[1] ?? match.value[2]!, rest: match.rest };
}

function takeValue(text: string): Taken<Value> | undefined {
  const word = takeToken(text, /^\s*(True|False)\b/y);
  if (word) return { value: word.value[1] === 'True', rest: word.rest };
  return takeText(text) ?? takeTuple(text) ?? takeRecords(text);
}

/** `()`, `(5,)`, `(5, 4)`; a number may end with Python 2's L. */
function takeTuple(text: string): Taken<readonly number[]> | undefined {
  const match = takeToken(text, /^\s*\(\s*((?:-?\d+L?\s*,\s*)*(?:-?\d+L?)?)\s*\)/y);
  if (!match) return undefined;
  const numbers = match.value[1]!.match(/-?\d+/g) ?? [];
  return { value: numbers.map(Number), rest: match.rest };
}

/** A list of fields, however deep, up to the bracket that closes it. */
function takeRecords(text: string): Taken<null> | undefined {
  const start = takeToken(text, /^\s*\[/y);
  if (!start) return undefined;
  let depth = 1;
  for (let at = 0; at < start.rest.length; at++) {
    if (start.rest[at] === '[') depth++;
    if (start.rest[at] === ']') depth--;
    if (depth === 0) return { value: null, rest: start.rest.slice(at + 1) };
  }
  return undefined;
}

function headerFrom(entries: ReadonlyMap<string, Value>): NpyHeader | undefined {
  const [descr, fortranOrder, shape] = ['descr', 'fortran_order', 'shape'].map((key) =>
    entries.get(key),
  );
  const isHeader =
    entries.size === 3 &&
    (typeof descr === 'string' || descr === null) &&
    typeof fortranOrder === 'boolean' &&
    Array.isArray(shape);
  return isHeader ? { descr, fortranOrder, shape } : undefined;
}
