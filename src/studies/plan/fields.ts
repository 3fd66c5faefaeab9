/** Reading typed JSON field by field: whatever is illegal is named with the place where it stands. */
import { LabError } from '../../core/errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Longer names and questions are a file that went wrong. */
const LONGEST_TEXT = 2000;

export function illegalPlan(found: string, expected: string): LabError {
  return new LabError('illegal-plan', { found, expected, fix: 'correct that field' });
}

/** What was found, short enough for a sentence. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** @param known all fields that may be there */
export function readFields(value: unknown, known: readonly string[], where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw illegalPlan(`${shown(value)} as ${where}`, `a record of ${known.join(', ')}`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw illegalPlan(`field "${unknown}" in ${where}`, `only ${known.join(', ')}`);
  }
  return value as Fields;
}

export function readList(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw illegalPlan(`${shown(value)} as ${where}`, 'a list');
}

/** A text that says something; blanks around it are no part of it. */
export function readText(value: unknown, where: string): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT) {
    return value.trim();
  }
  throw illegalPlan(`${shown(value)} as ${where}`, 'a text');
}

export function readOneOf<Word extends string>(
  value: unknown,
  words: readonly Word[],
  where: string,
): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw illegalPlan(`${shown(value)} as ${where}`, `one of ${words.join(', ')}`);
}

export function readNumber(
  value: unknown,
  { min, max, whole }: { min: number; max: number; whole: boolean },
  where: string,
): number {
  const fits = typeof value === 'number' && value >= min && value <= max;
  if (fits && (!whole || Number.isInteger(value))) return value;
  const noun = whole ? 'a whole number' : 'a number';
  throw illegalPlan(`${shown(value)} as ${where}`, `${noun} from ${min} to ${max}`);
}

/** Throws where something comes twice. */
export function expectUnique(values: readonly (string | number)[], where: string): void {
  const seen = new Set<string | number>();
  const again = values.find((value) => seen.size === seen.add(value).size);
  if (again === undefined) return;
  throw illegalPlan(`${shown(again)} twice in ${where}`, 'each of them once');
}

/** What `read` throws then says where it stood. */
export function within<Value>(where: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LabError) || error.parts.found.includes(where)) throw error;
    throw new LabError(error.code, { ...error.parts, found: `${error.parts.found} in ${where}` });
  }
}
