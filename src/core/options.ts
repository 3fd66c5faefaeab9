/**
 * Options: what a person may turn on a system. A schema is plain data, so that the form, the
 * validation of links and files, and the text of what differs follow from it.
 */
import { LabError } from './errors.ts';

interface OptionText {
  label: string;
  /** One sentence: what it does, and what to expect when turning it. */
  help?: string;
  /**
   * Other options by name and the values under which this one matters; absent: it always does. It is
   * stored and checked all the same, only not shown.
   */
  when?: Readonly<Record<string, readonly OptionValue[]>>;
  /**
   * Came when there were runs without it: at its default the text that names a run has no word of
   * it (`namingOptions`), so that their names stay what they were.
   */
  addedLater?: true;
}

export interface NumberOption extends OptionText {
  kind: 'number';
  default: number;
  min: number;
  max: number;
  unit?: string;
  /** How a slider is divided; a field accepts any number in the range. */
  scale?: 'linear' | 'logarithmic';
}

export interface IntegerOption extends OptionText {
  kind: 'integer';
  default: number;
  min: number;
  max: number;
  unit?: string;
}

export interface ChoiceOption<Value extends string = string> extends OptionText {
  kind: 'choice';
  default: Value;
  choices: readonly { value: Value; label: string }[];
}

export interface SwitchOption extends OptionText {
  kind: 'switch';
  default: boolean;
}

export type Option = NumberOption | IntegerOption | ChoiceOption | SwitchOption;
export type OptionSchema = Readonly<Record<string, Option>>;
export type OptionValue = number | string | boolean;
/** Option values as stored and sent: plain JSON. */
export type OptionRecord = Readonly<Record<string, OptionValue>>;

type ValueOf<O> = O extends { kind: 'choice'; default: infer Value }
  ? Value
  : O extends { kind: 'switch' }
    ? boolean
    : number;
/** The values a system receives, typed by its schema. */
export type Values<Schema extends OptionSchema> = {
  readonly [Key in keyof Schema]: ValueOf<Schema[Key]>;
};

export const number = (option: Omit<NumberOption, 'kind'>): NumberOption => ({
  kind: 'number',
  ...option,
});
export const integer = (option: Omit<IntegerOption, 'kind'>): IntegerOption => ({
  kind: 'integer',
  ...option,
});
export const toggle = (option: Omit<SwitchOption, 'kind'>): SwitchOption => ({
  kind: 'switch',
  ...option,
});
export function choice<const Value extends string>(
  option: OptionText & {
    default: NoInfer<Value>;
    choices: readonly { value: Value; label: string }[];
  },
): ChoiceOption<Value> {
  return { kind: 'choice', ...option };
}

export function defaultsOf<Schema extends OptionSchema>(schema: Schema): Values<Schema> {
  const entries = Object.entries(schema).map(([name, option]) => [name, option.default]);
  return Object.fromEntries(entries) as Values<Schema>;
}

/** The options that name a run: all but those that were added later and are at their default. */
export function namingOptions(schema: OptionSchema, values: OptionRecord): OptionRecord {
  const named = Object.entries(values).filter(([name, value]) => {
    const option = schema[name];
    return !option?.addedLater || value !== option.default;
  });
  return Object.fromEntries(named);
}

/** Does the option matter, given the others? Values that are missing are the defaults. */
export function matters(schema: OptionSchema, name: string, values: OptionRecord): boolean {
  return Object.entries(schema[name]?.when ?? {}).every(
    ([other, matching]) =>
      matching.includes(values[other] ?? schema[other]!.default) && matters(schema, other, values),
  );
}

/** What is wrong with one value, in words, or undefined when it is legal. */
export function faultOf(option: Option, value: unknown): string | undefined {
  switch (option.kind) {
    case 'switch':
      return typeof value === 'boolean' ? undefined : 'expected true or false';
    case 'choice':
      return option.choices.some((each) => each.value === value)
        ? undefined
        : `expected one of ${option.choices.map((each) => each.value).join(', ')}`;
    default: {
      const whole = option.kind === 'integer';
      const legal =
        typeof value === 'number' &&
        value >= option.min &&
        value <= option.max &&
        (!whole || Number.isInteger(value));
      const noun = whole ? 'a whole number' : 'a number';
      return legal ? undefined : `expected ${noun} from ${option.min} to ${option.max}`;
    }
  }
}

/**
 * Checks stored options against a schema. Missing ones take their default (an older file may not
 * know them); an unknown name or an illegal value throws a LabError that names it.
 */
export function readOptions<Schema extends OptionSchema>(
  schema: Schema,
  stored: OptionRecord,
  where: string,
): Values<Schema> {
  for (const name of Object.keys(stored)) {
    if (Object.hasOwn(schema, name)) continue;
    const known = Object.keys(schema).join(', ') || 'none';
    throw new LabError('unknown-option', {
      found: `option "${name}" of ${where}`,
      expected: `options ${known}`,
      fix: 'remove it, or open the file with the version that wrote it',
    });
  }
  const entries = Object.entries(schema).map(([name, option]) => {
    const value = Object.hasOwn(stored, name) ? stored[name] : option.default;
    const fault = faultOf(option, value);
    if (fault) {
      throw new LabError('illegal-option', {
        found: `${option.label} = ${JSON.stringify(value)} in ${where}`,
        expected: fault.replace(/^expected /, ''),
        fix: 'choose a value in that range',
      });
    }
    return [name, value];
  });
  return Object.fromEntries(entries) as Values<Schema>;
}
