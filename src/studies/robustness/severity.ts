/**
 * At which strengths a severity curve asks, and the viewing that each of them is.
 *
 * A knob is one number among the options of a transform or sensor; its strengths run over its whole
 * range. None is the option's default, where by contract a transform changes nothing and a sensor
 * looks straight. Where the range has values
 * on both sides of it (a turn, a shift, a scale), so has the curve: right and left are different
 * questions to a model, so they are asked apart. Only where each image throws a coin for the
 * direction (an option `eitherWay`) one side is enough.
 *
 * All other changes and options of the viewing stay as they are, so a curve can be drawn of noise
 * over images that are turned by 30° already.
 */
import { LabError } from '../../core/errors.ts';
import {
  readOptions,
  type IntegerOption,
  type NumberOption,
  type OptionRecord,
} from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import { findSensor } from '../../sensors/index.ts';
import type { RangedChoice, Viewing } from '../../training/viewing.ts';
import { findTransform } from '../../transforms/index.ts';
import { evenStrengths } from './evenStrengths.ts';

export interface Knob {
  readonly kind: 'transform' | 'sensor';
  /** Of the transform or sensor. */
  readonly id: string;
  /** Name of the option that is turned. */
  readonly option: string;
  /** Which change of the viewing's chain; absent: the first of that id, or a new one at the end. */
  readonly place?: number;
}

export interface SeverityLevel {
  readonly strength: number;
  readonly viewing: Viewing;
}

export interface SeverityCurve {
  readonly knob: Knob;
  /** Of the option, for an axis. */
  readonly label: string;
  readonly unit: string | null;
  /** The strength at which the knob changes nothing. */
  readonly none: number;
  /** From the lowest strength to the highest; none is among them. */
  readonly levels: readonly SeverityLevel[];
}

type Numeric = NumberOption | IntegerOption;

const systemOf = ({ kind, id }: Pick<Knob, 'kind' | 'id'>) =>
  kind === 'transform' ? findTransform(id) : findSensor(id);

/** The options that may be a knob; the system's own strength comes first. */
export function knobsOf(kind: Knob['kind'], id: string): Knob[] {
  const { options, example } = systemOf({ kind, id });
  const numeric = Object.keys(options).filter((name) => isNumeric(options[name]!.kind));
  const isMoved = (name: string) =>
    Object.hasOwn(example, name) && example[name] !== options[name]!.default;
  return [...numeric.filter(isMoved), ...numeric.filter((name) => !isMoved(name))].map(
    (option) => ({ kind, id, option }),
  );
}

const isNumeric = (kind: string) => kind === 'number' || kind === 'integer';

/** Its strength. Throws a LabError where a system has no number to turn. */
export function knobOf(kind: Knob['kind'], id: string): Knob {
  const [knob] = knobsOf(kind, id);
  if (knob) return knob;
  throw new LabError('no-strength', {
    found: `${systemOf({ kind, id }).label}, which has no number to turn`,
    expected: 'a transform or sensor with a strength',
    fix: 'choose another one',
  });
}

/** The option that a knob turns. Throws a LabError where there is none, or it is no number. */
export function optionOf(knob: Knob): Numeric {
  const system = systemOf(knob);
  const found = Object.hasOwn(system.options, knob.option)
    ? system.options[knob.option]
    : undefined;
  if (found?.kind === 'number' || found?.kind === 'integer') return found;
  const known = knobsOf(knob.kind, knob.id).map(({ option }) => option);
  throw new LabError('unknown-strength', {
    found: `strength "${knob.option}" of ${system.label}`,
    expected: `one of ${known.join(', ') || 'none: it has no number to turn'}`,
    fix: 'choose one of these',
  });
}

/** Accuracy is asked at each of its levels. */
export function severityCurve(base: Viewing, knob: Knob): SeverityCurve {
  const option = optionOf(knob);
  const none = option.default;
  const isCoin = choiceIn(base, knob)?.options.eitherWay === true;
  const strengths = strengthsOf(knob).filter((strength) => !isCoin || strength >= none);
  return {
    knob,
    label: option.label,
    unit: option.unit ?? null,
    none,
    levels: strengths.map((strength) => ({ strength, viewing: viewingAt(base, knob, strength) })),
  };
}

/** From the lowest to the highest. */
export function strengthsOf(knob: Knob): readonly number[] {
  const own = knobOf(knob.kind, knob.id).option === knob.option && systemOf(knob).strengths;
  return own || evenStrengths(optionOf(knob));
}

/** The strengths in the two directions, each from none outwards; an empty one where none are. */
export function outwards({ none, levels }: SeverityCurve): {
  readonly up: readonly SeverityLevel[];
  readonly down: readonly SeverityLevel[];
} {
  const up = levels.filter(({ strength }) => strength >= none);
  const down = levels.filter(({ strength }) => strength <= none).toReversed();
  return { up: up.length > 1 ? up : [], down: down.length > 1 ? down : [] };
}

/** The viewing with the knob at that strength. Throws a LabError where it is out of range. */
export function viewingAt(base: Viewing, knob: Knob, strength: number): Viewing {
  const { label, options: schema, example } = systemOf(knob);
  const isNone = strength === optionOf(knob).default;
  readOptions(schema, { [knob.option]: strength }, label);
  const present = choiceIn(base, knob);
  // A new transform needs its example's other options to be seen (glass blur: how often pixels swap);
  // a new sensor is at its defaults but for this one, so that the curve begins where nothing is bent.
  const others = knob.kind === 'transform' && !isNone ? example : {};
  const options: OptionRecord = { ...(present?.options ?? others), [knob.option]: strength };
  if (knob.kind === 'sensor') return { ...base, sensor: { id: knob.id, options } };
  if (!present) {
    return isNone ? base : { ...base, changes: [...base.changes, { id: knob.id, options }] };
  }
  const changes = base.changes.map((each) =>
    each === present ? fixed(each, options, knob.option) : each,
  );
  return { ...base, changes };
}

/** The knob's strength is one number now, no longer drawn from a range. */
function fixed({ id, to = {} }: RangedChoice, options: OptionRecord, name: string): RangedChoice {
  const ranges = Object.entries(to).filter(([each]) => each !== name);
  return ranges.length > 0 ? { id, options, to: Object.fromEntries(ranges) } : { id, options };
}

/** The change or sensor of a viewing that a knob turns; undefined where it has none yet. */
function choiceIn(
  { changes, sensor }: Viewing,
  { kind, id, place }: Knob,
): SystemChoice | undefined {
  if (kind === 'sensor') return sensor?.id === id ? sensor : undefined;
  if (place === undefined) return changes.find((each) => each.id === id);
  const found = changes[place];
  if (found?.id === id) return found;
  throw new LabError('strength-place', {
    found: `${found ? `"${found.id}"` : 'nothing'} as change ${place + 1} of the chain`,
    expected: `"${id}", whose strength is asked for`,
    fix: 'choose the change again',
  });
}
