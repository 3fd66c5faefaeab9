/**
 * Changes and sensors with their ranges as a text that people can read and edit, for links:
 *
 *   rotation.angle:-180~180                      a transform, its option, from one end to the other
 *   shift.x:-3~3;y:2,noise.deviation:0.1         two options; then another transform
 *
 * Options at their defaults are left out. What comes in may be any text.
 */
import { LabError } from '../core/errors.ts';
import type { OptionSchema, OptionValue } from '../core/options.ts';
import type { System } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import { findTransform } from '../transforms/index.ts';
import { MOST_CHANGES } from './augmentation.ts';
import { readRanged, type RangedChoice } from './ranges.ts';

const BETWEEN_CHANGES = ',';
const BETWEEN_OPTIONS = ';';
const BEFORE_OPTIONS = '.';
const BEFORE_VALUE = ':';
const BETWEEN_ENDS = '~';

/** Marks that a link keeps as they are, so that it stays readable. */
export const chainMarks = [BETWEEN_CHANGES, BETWEEN_OPTIONS, BEFORE_VALUE, BETWEEN_ENDS];

export const writeChain = (changes: readonly RangedChoice[]): string =>
  changes.map((change) => writeChoice(change, findTransform(change.id))).join(BETWEEN_CHANGES);

/** Changes in their normal form, none for an empty text. Throws a LabError that names the word. */
export function readChain(text: string): RangedChoice[] {
  if (text === '') return [];
  const words = text.split(BETWEEN_CHANGES);
  if (words.length > MOST_CHANGES) {
    throw misread(`${words.length} changes in a chain`, `at most ${MOST_CHANGES}`);
  }
  return words.map((word) => readChoice(word, findTransform));
}

export const writeSensor = (sensor: RangedChoice): string =>
  writeChoice(sensor, findSensor(sensor.id));

export const readSensor = (text: string): RangedChoice => readChoice(text, findSensor);

function writeChoice({ id, options, to = {} }: RangedChoice, system: System): string {
  const words = Object.entries<OptionSchema[string]>(system.options).flatMap(([name, option]) => {
    const value = options[name] ?? option.default;
    if (Object.hasOwn(to, name)) {
      return [`${name}${BEFORE_VALUE}${String(value)}${BETWEEN_ENDS}${String(to[name])}`];
    }
    return value === option.default ? [] : [`${name}${BEFORE_VALUE}${String(value)}`];
  });
  return words.length > 0 ? `${id}${BEFORE_OPTIONS}${words.join(BETWEEN_OPTIONS)}` : id;
}

/** Longer than any choice of ours by far. */
const MOST_LETTERS = 1000;

function readChoice(word: string, find: (id: string) => System): RangedChoice {
  if (word.length > MOST_LETTERS) {
    throw misread(`“${short(word)}” of ${word.length} letters`, `at most ${MOST_LETTERS}`);
  }
  const dot = word.indexOf(BEFORE_OPTIONS);
  const id = dot < 0 ? word : word.slice(0, dot);
  const options: Record<string, OptionValue> = {};
  const to: Record<string, OptionValue> = {};
  for (const part of dot < 0 ? [] : word.slice(dot + 1).split(BETWEEN_OPTIONS)) {
    const [name, low, high] = readOption(part, word);
    if (Object.hasOwn(options, name))
      throw misread(`“${short(part)}” after another ${name}`, 'one');
    define(options, name, low);
    if (high !== undefined) define(to, name, high);
  }
  return inWord(word, () => readRanged({ id, options, to }, find(id)));
}

/** Also `__proto__` becomes a name like any other, and is then refused as unknown. */
function define(record: Record<string, OptionValue>, name: string, value: OptionValue): void {
  Object.defineProperty(record, name, { value, enumerable: true });
}

function readOption(
  part: string,
  word: string,
): readonly [name: string, low: OptionValue, high?: OptionValue] {
  const [name = '', values, ...others] = part.split(BEFORE_VALUE);
  const [low = '', high, ...more] = (values ?? '').split(BETWEEN_ENDS);
  const isWhole = name !== '' && low !== '' && high !== '';
  if (!isWhole || others.length > 0 || more.length > 0) {
    throw misread(`“${short(part)}” in “${short(word)}”`, 'option:value or option:from~to');
  }
  return high === undefined ? [name, valueOf(low)] : [name, valueOf(low), valueOf(high)];
}

function valueOf(text: string): OptionValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A fault that names the word in which it stands. */
function inWord<Result>(word: string, body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { found, expected } = error.parts;
    throw misread(`${found}, “${short(word)}”`, expected);
  }
}

function misread(found: string, expected: string): LabError {
  return new LabError('chain-text', { found, expected, fix: 'correct that word' });
}

const MOST_SHOWN = 40;

const short = (text: string): string =>
  text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
