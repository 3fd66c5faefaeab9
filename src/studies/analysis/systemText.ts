/** Systems with their options, as a methods section names them. */
import { matters, type Option, type OptionSchema, type OptionValue } from '../../core/options.ts';
import type { System, SystemChoice } from '../../core/system.ts';
import { numberText } from './words.ts';

/** With every option that matters: `Gaussian Fourier features (waves 64, bandwidth 2)`. */
export const wholeText = (choice: SystemChoice, system: System): string =>
  withOptions(choice, system, () => true);

/** With those that are not at their defaults: `Adam`, `AdamW (weight decay 0.05)`. */
export const briefText = (choice: SystemChoice, system: System): string =>
  withOptions(choice, system, (value, option) => value !== option.default);

function withOptions(
  { options }: SystemChoice,
  system: System,
  isTold: (value: OptionValue, option: Option) => boolean,
): string {
  const schema: OptionSchema = system.options;
  const told = Object.entries(schema).flatMap(([name, option]) => {
    const value = options[name] ?? option.default;
    if (!matters(schema, name, options) || !isTold(value, option)) return [];
    return [`${lowerFirst(option.label)} ${valueText(value, option)}`];
  });
  return told.length > 0 ? `${system.label} (${told.join(', ')})` : system.label;
}

function valueText(value: OptionValue, option: Option): string {
  if (typeof value === 'number') {
    const unit = 'unit' in option && option.unit ? ` ${option.unit}` : '';
    return numberText(value) + unit;
  }
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const chosen = option.kind === 'choice' && option.choices.find((each) => each.value === value);
  return chosen ? lowerFirst(chosen.label) : value;
}

/** `Width` → `width`; what is written in capitals, as CNN is, stays. */
export const lowerFirst = (text: string): string =>
  text.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
