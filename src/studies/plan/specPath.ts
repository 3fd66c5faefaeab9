/**
 * A place in a spec: `learningRate`, `architecture.width`. What tuning turns and what a factor may
 * vary is named so.
 */
import { architectures, findArchitecture } from '../../architectures/index.ts';
import { LabError } from '../../core/errors.ts';
import {
  faultOf,
  integer,
  matters,
  number,
  type Option,
  type OptionSchema,
  type OptionValue,
} from '../../core/options.ts';
import type { System } from '../../core/system.ts';
import { findDataset } from '../../datasets/index.ts';
import { findEncoding } from '../../encodings/index.ts';
import { findTask } from '../../tasks/index.ts';
import { findOptimiser } from '../../training/optimisers/index.ts';
import { findSchedule } from '../../training/schedules/index.ts';
import type { RunSpec } from '../../training/spec.ts';
import { specNumbers } from '../../training/specs.ts';
import { findStoppingRule } from '../../training/stopping/index.ts';
import { applyChanges, choiceFields, numberFields } from './changes.ts';
import type { SpecChanges, SpecPath } from './plan.ts';

type ChoiceField = (typeof choiceFields)[number];
type NumberField = (typeof numberFields)[number];

const finders: Readonly<Record<ChoiceField, (id: string) => unknown>> = {
  task: findTask,
  dataset: findDataset,
  architecture: findArchitecture,
  encoding: findEncoding,
  optimiser: findOptimiser,
  schedule: findSchedule,
  stopping: findStoppingRule,
};

type Place =
  | { readonly kind: 'number'; readonly name: NumberField }
  | { readonly kind: 'option'; readonly choice: ChoiceField; readonly name: string };

function placeOf(path: SpecPath): Place | undefined {
  const [first = '', name, ...others] = path.split('.');
  if (others.length > 0) return undefined;
  const field = numberFields.find((each) => each === first);
  if (field && name === undefined) return { kind: 'number', name: field };
  const choice = choiceFields.find((each) => each === first);
  return choice && name ? { kind: 'option', choice, name } : undefined;
}

/** A path of this form leads somewhere in some spec. */
export const isSpecPath = (path: string): boolean => placeOf(path) !== undefined;

/** The schema of the system that the spec has there; none where it has no system. */
function schemaOf(spec: RunSpec, choice: ChoiceField): OptionSchema {
  const chosen = spec[choice];
  return chosen ? (finders[choice](chosen.id) as System).options : {};
}

/** What may stand at that place of the spec; undefined where the spec has no such place. */
export function maybeOptionAt(spec: RunSpec, path: SpecPath): Option | undefined {
  const place = placeOf(path);
  if (!place) return undefined;
  if (place.kind === 'option') {
    const schema = schemaOf(spec, place.choice);
    return Object.hasOwn(schema, place.name) ? schema[place.name] : undefined;
  }
  const { label, min, max, whole } = specNumbers[place.name];
  return (whole ? integer : number)({ label, min, max, default: spec[place.name] });
}

/** Throws a LabError where the spec has no such place. */
export function optionAt(spec: RunSpec, path: SpecPath): Option {
  const option = maybeOptionAt(spec, path);
  if (option) return option;
  throw new LabError('unknown-path', {
    found: `"${path}", which a spec of ${findArchitecture(spec.architecture.id).label} has not`,
    expected: `one of ${pathsOf(spec).join(', ')}`,
    fix: 'choose one of these',
  });
}

export function valueAt(spec: RunSpec, path: SpecPath): OptionValue {
  const option = optionAt(spec, path);
  const place = placeOf(path)!;
  if (place.kind === 'number') return spec[place.name];
  return spec[place.choice]!.options[place.name] ?? option.default;
}

/** The change that puts a value there. */
export function changeAt(path: SpecPath, value: OptionValue): SpecChanges {
  const place = placeOf(path);
  if (!place) return {};
  if (place.kind === 'number') return { [place.name]: value };
  return { [place.choice]: { options: { [place.name]: value } } };
}

/** The spec with the value there. Throws a LabError where it may not stand. */
export function withValue(spec: RunSpec, path: SpecPath, value: OptionValue): RunSpec {
  const option = optionAt(spec, path);
  const fault = faultOf(option, value);
  if (!fault) return applyChanges(spec, changeAt(path, value));
  throw new LabError('illegal-option', {
    found: `${option.label} = ${JSON.stringify(value)}`,
    expected: fault.replace(/^expected /, ''),
    fix: 'choose a value in that range',
  });
}

/** Does one of these changes touch the place? */
export function touches(changes: SpecChanges, path: SpecPath): boolean {
  const place = placeOf(path);
  if (!place) return false;
  if (place.kind === 'number') return changes[place.name] !== undefined;
  const change = changes[place.choice];
  return change?.id !== undefined || Object.hasOwn(change?.options ?? {}, place.name);
}

/** All places of a spec that may be turned: its numbers, then the options that matter. */
export function pathsOf(spec: RunSpec): SpecPath[] {
  const options = choiceFields.flatMap((choice) => {
    const schema = schemaOf(spec, choice);
    return Object.keys(schema)
      .filter((name) => matters(schema, name, spec[choice]!.options))
      .map((name) => `${choice}.${name}`);
  });
  return [...numberFields, ...options];
}

/** For people: `Learning rate`, `Width`. A place that no architecture here has keeps its path. */
export function pathLabel(path: SpecPath, spec: RunSpec): string {
  const here = maybeOptionAt(spec, path);
  if (here) return here.label;
  const [choice, name = ''] = path.split('.');
  if (choice !== 'architecture') return path;
  const schemas: OptionSchema[] = architectures.map(({ options }) => options);
  return schemas.find((schema) => Object.hasOwn(schema, name))?.[name]?.label ?? path;
}

/** `learning rate 0.0041, width 96` */
export function settingText(spec: RunSpec, paths: readonly SpecPath[]): string {
  return paths
    .map((path) => {
      const option = optionAt(spec, path);
      const value = valueAt(spec, path);
      const text =
        option.kind === 'choice'
          ? (option.choices.find((each) => each.value === value)?.label ?? value)
          : option.kind === 'switch'
            ? value
              ? 'on'
              : 'off'
            : value;
      return `${lowerFirst(option.label)} ${text}`;
    })
    .join(', ');
}

const lowerFirst = (text: string) =>
  text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
