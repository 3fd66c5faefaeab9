/**
 * Choices with ranges: a system whose numbers are drawn, evenly between two ends, each time it is used.
 *
 *   { id: 'rotation', options: { angle: -30 }, to: { angle: 30 } }
 */
import { LabError } from '../core/errors.ts';
import {
  faultOf,
  readOptions,
  type Option,
  type OptionRecord,
  type OptionSchema,
  type OptionValue,
} from '../core/options.ts';
import type { System, SystemChoice } from '../core/system.ts';

/**
 * A system, perhaps with ranges: where `to` names an option, its value is drawn evenly between the
 * one in `options` and that one, from a stream of its own.
 */
export interface RangedChoice extends SystemChoice {
  /** Numbers only; whole numbers where the option is. */
  readonly to?: OptionRecord;
}

/** Of choices in their normal form. */
export const hasRanges = (choices: readonly RangedChoice[]): boolean =>
  choices.some(({ to }) => to !== undefined);

export const isNumeric = (option: Option): option is Option & { kind: 'number' | 'integer' } =>
  option.kind === 'number' || option.kind === 'integer';

/**
 * The choice in its normal form: every option written out, each range from its lower to its upper
 * end, none where both are the same. Throws a LabError that names what is illegal.
 */
export function readRanged({ id, options, to = {} }: RangedChoice, system: System): RangedChoice {
  const schema: OptionSchema = system.options;
  const low: Record<string, OptionValue> = { ...readOptions(schema, options, system.label) };
  for (const [name, value] of Object.entries(to)) {
    const option = Object.hasOwn(schema, name) ? schema[name]! : undefined;
    const fault =
      option && isNumeric(option) ? faultOf(option, value) : 'expected a range over a number of it';
    if (!fault) continue;
    throw new LabError('illegal-range', {
      found: `${option?.label ?? `"${name}"`} up to ${JSON.stringify(value)} in ${system.label}`,
      expected: fault.replace(/^expected /, ''),
      fix: 'choose a value in that range',
    });
  }
  const high: Record<string, OptionValue> = {};
  for (const name of Object.keys(schema).filter((each) => Object.hasOwn(to, each))) {
    const ends = [Number(low[name]), Number(to[name])].sort((a, b) => a - b) as [number, number];
    if (ends[0] === ends[1]) continue;
    [low[name], high[name]] = ends;
  }
  return { id, options: low, ...(Object.keys(high).length > 0 && { to: high }) };
}

/**
 * The choice with a value in place of each range.
 *
 * @param uniformOf in [0, 1), of the option of that name
 */
export function drawRanges(
  { id, options, to }: RangedChoice,
  schema: OptionSchema,
  uniformOf: (option: string) => number,
): SystemChoice {
  if (!to) return { id, options };
  const drawn: Record<string, OptionValue> = { ...options };
  for (const [name, end] of Object.entries(to)) {
    const [low, high] = [Number(options[name]), Number(end)];
    const share = uniformOf(name);
    drawn[name] =
      schema[name]?.kind === 'integer'
        ? low + Math.floor(share * (high - low + 1))
        : low + share * (high - low);
  }
  return { id, options: drawn };
}

/** `Rotation -30 to 30 °` · `Shift (across -3 to 3 px, down 2 px)`; options at their defaults are left out. */
export function rangedText(
  { options, to = {} }: RangedChoice,
  { label, ...system }: System,
): string {
  const schema: OptionSchema = system.options;
  const parts = Object.entries(schema)
    .filter(([name, option]) => name in to || (options[name] ?? option.default) !== option.default)
    .map(([name, option]) => ({
      label: option.label,
      text: valuesText(option, options[name] ?? option.default, to[name]),
    }));
  const [first, ...others] = parts;
  if (!first) return label;
  if (others.length === 0 && first.label === label) return `${label} ${first.text}`;
  return `${label} (${parts.map((each) => `${lowerFirst(each.label)} ${each.text}`).join(', ')})`;
}

function valuesText(option: Option, value: OptionValue, to?: OptionValue): string {
  if (option.kind === 'choice') {
    return option.choices.find((each) => each.value === value)?.label ?? String(value);
  }
  if (option.kind === 'switch') return value ? 'on' : 'off';
  const numbers = to === undefined ? String(value) : `${value} to ${to}`;
  return option.unit ? `${numbers} ${option.unit}` : numbers;
}

const lowerFirst = (text: string) =>
  text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
