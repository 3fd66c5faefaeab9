/**
 * What the page shows as a link: a set-up, of which only what differs from the defaults is said, in
 * words that a person can read and edit, a comparison, or a dataset on the Data page.
 *   #architecture=cnn&training-images=300&optimiser.momentum=0.9
 *   #augmentation=rotation.angle:-180~180
 *   #comparison=position-worth&size=quick
 *   #page=data&dataset=where&dataset.size=32
 *
 * A link comes from anywhere. What it says is taken word by word: what this lab knows and allows is
 * set, everything else is named and left at its default.
 */
import { LabError } from '../core/errors.ts';
import {
  defaultsOf,
  faultOf,
  type OptionRecord,
  type OptionSchema,
  type OptionValue,
} from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import {
  chainMarks,
  readChain,
  readSensor,
  writeChain,
  writeSensor,
} from '../training/chainText.ts';
import type { Augmentation, RunSpec } from '../training/spec.ts';
import type { ComparisonSize } from '../studies/comparisons/comparison.ts';

const kinds = [
  'task',
  'dataset',
  'architecture',
  'encoding',
  'optimiser',
  'schedule',
  'stopping',
] as const;
type Kind = (typeof kinds)[number];

const fields = {
  'training-images': 'trainingImages',
  'validation-images': 'validationImages',
  'learning-rate': 'learningRate',
  steps: 'steps',
  'batch-size': 'batchSize',
  seed: 'seed',
} as const;
type Field = (typeof fields)[keyof typeof fields];

/** What a link needs to know of the lists. */
export interface LinkContext {
  readonly defaults: RunSpec;
  readonly numbers: Readonly<
    Record<Field, { readonly label: string; min: number; max: number; whole: boolean }>
  >;
  /** Options of a system; undefined where the list has no such id. */
  options(kind: Kind, id: string): OptionSchema | undefined;
  usesEncoding(architectureId: string): boolean;
}

/** What leads back to `spec`; empty for the defaults. */
export function linkOf(spec: RunSpec, context: LinkContext): string {
  const parameters = new URLSearchParams();
  for (const kind of kinds) {
    const choice = spec[kind];
    if (!choice) continue;
    if (choice.id !== context.defaults[kind]?.id) parameters.set(kind, choice.id);
    addOptions(parameters, { kind, choice, context });
  }
  for (const [name, field] of Object.entries(fields)) {
    if (spec[field] !== context.defaults[field]) parameters.set(name, String(spec[field]));
  }
  const { changes = [], sensor = null } = spec.augmentation ?? {};
  if (changes.length > 0) parameters.set(CHANGES, writeChain(changes));
  if (sensor) parameters.set(SENSOR, writeSensor(sensor));
  return readable(parameters);
}

/** The words of an augmentation; training/chainText.ts reads what they say. */
const CHANGES = 'augmentation';
const SENSOR = 'augmentation-sensor';

/** A fragment may hold the marks of chains as they are. */
export function readable(parameters: URLSearchParams): string {
  return chainMarks.reduce(
    (text, mark) => text.replaceAll(encodeURIComponent(mark), mark),
    parameters.toString().replaceAll('%7E', '~'),
  );
}

/** Those that differ from what the choice has by itself. */
function addOptions(
  parameters: URLSearchParams,
  { kind, choice, context }: { kind: Kind; choice: SystemChoice; context: LinkContext },
): void {
  const base = baseOptions(kind, choice.id, context);
  for (const [name, value] of Object.entries(choice.options)) {
    if (value !== base[name]) parameters.set(`${kind}.${name}`, String(value));
  }
}

export function comparisonLink({ id, size }: { id: string; size: ComparisonSize }): string {
  return new URLSearchParams({
    comparison: id,
    ...(size === 'whole' ? {} : { size }),
  }).toString();
}

/** The comparison that a link asks for; undefined where it asks for none. */
export function comparisonOfLink(link: string): { id: string; size: ComparisonSize } | undefined {
  const given = new URLSearchParams(link.replace(/^#/, ''));
  const id = given.get('comparison');
  if (id === null) return undefined;
  return { id, size: given.get('size') === 'quick' ? 'quick' : 'whole' };
}

export function dataLink(choice: SystemChoice, context: LinkContext): string {
  const parameters = new URLSearchParams({ page: 'data', dataset: choice.id });
  addOptions(parameters, { kind: 'dataset', choice, context });
  return parameters.toString();
}

/** The dataset that a link shows on the Data page; undefined where it asks for another page. */
export function datasetOfLink(
  link: string,
  context: LinkContext,
): { choice: SystemChoice; faults: readonly string[] } | undefined {
  const given = [...new URLSearchParams(link.replace(/^#/, ''))].slice(0, MOST_WORDS);
  const words = new Map(given);
  if (words.get('page') !== 'data') return undefined;
  const faults: string[] = [];
  const choice = choiceOf('dataset', { words, context, faults });
  for (const word of words.keys()) {
    if (word !== 'page' && word.split('.', 1)[0] !== 'dataset') faults.push(`“${short(word)}”`);
  }
  return { choice, faults };
}

export interface LinkReading {
  /** Legal in every field. */
  readonly spec: RunSpec;
  /** What the link asks for and does not get, each in a few words. */
  readonly faults: readonly string[];
  /** false: nothing that it asks for is known here. */
  readonly isUsable: boolean;
}

/** A set-up has some thirty settings; a link with more is none of ours. */
const MOST_WORDS = 100;

export function readSpecLink(link: string, context: LinkContext): LinkReading {
  const given = [...new URLSearchParams(link.replace(/^#/, ''))];
  const faults = given.length > MOST_WORDS ? [`more than ${MOST_WORDS} settings`] : [];
  const words = new Map(given.slice(0, MOST_WORDS));
  const choices = Object.fromEntries(
    kinds.map((kind) => [kind, choiceOf(kind, { words, context, faults })]),
  ) as Record<Kind, SystemChoice>;
  const numbers = Object.fromEntries(
    Object.entries(fields).map(([word, field]) => [
      field,
      numberOf(word, { words, field, context, faults }),
    ]),
  ) as Record<Field, number>;
  for (const word of words.keys()) if (!isWord(word)) faults.push(`“${short(word)}”`);
  const encoding = context.usesEncoding(choices.architecture.id) ? choices.encoding : null;
  const augmentation = augmentationOf({ words, context, faults });
  const spec = { ...context.defaults, ...choices, ...numbers, encoding, augmentation };
  return { spec, faults, isUsable: faults.length === 0 || faults.length < words.size };
}

interface Reading {
  readonly words: ReadonlyMap<string, string>;
  readonly context: LinkContext;
  /** Added to. */
  readonly faults: string[];
}

/** Words with a dot are options; choiceOf has seen to those of every kind. */
function isWord(word: string): boolean {
  const [kind = ''] = word.split('.', 1);
  const isOwn = word === CHANGES || word === SENSOR || Object.hasOwn(fields, word);
  return isOwn || (kinds as readonly string[]).includes(kind);
}

function augmentationOf({ words, faults }: Reading): Augmentation | null {
  const read = <Result>(word: string, parse: (text: string) => Result): Result | undefined => {
    try {
      return parse(words.get(word) ?? '');
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      faults.push(`${word}: ${error.parts.found}`);
      return undefined;
    }
  };
  const changes = read(CHANGES, readChain) ?? [];
  const sensor = read(SENSOR, (text) => (text === '' ? null : readSensor(text))) ?? null;
  return changes.length > 0 || sensor ? { changes, sensor } : null;
}

function choiceOf(kind: Kind, { words, context, faults }: Reading): SystemChoice {
  const standard = context.defaults[kind]?.id ?? '';
  const wanted = words.get(kind) ?? standard;
  const found = context.options(kind, wanted);
  if (!found) faults.push(`${kind} “${short(wanted)}”`);
  const id = found ? wanted : standard;
  const schema = found ?? context.options(kind, id) ?? {};
  const options: Record<string, OptionValue> = { ...baseOptions(kind, id, context) };
  for (const [word, text] of words) {
    if (!word.startsWith(`${kind}.`)) continue;
    const name = word.slice(kind.length + 1);
    const option = Object.hasOwn(schema, name) ? schema[name] : undefined;
    const value = valueOf(text);
    if (option && faultOf(option, value) === undefined) options[name] = value;
    else if (found) faults.push(`${short(word)} = “${short(text)}”`); // else its system is named
  }
  return { id, options };
}

function numberOf(word: string, reading: Reading & { readonly field: Field }): number {
  const { words, field, context, faults } = reading;
  const text = words.get(word);
  const standard = context.defaults[field];
  if (text === undefined) return standard;
  const { min, max, whole } = context.numbers[field];
  const value = valueOf(text);
  const isLegal =
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value));
  if (isLegal) return value;
  faults.push(`${word} = “${short(text)}”`);
  return standard;
}

/** Options that need no mention: those of the default spec, else those of the system itself. */
function baseOptions(kind: Kind, id: string, context: LinkContext): OptionRecord {
  const standard = context.defaults[kind];
  const own = defaultsOf(context.options(kind, id) ?? {}) as OptionRecord;
  return id === standard?.id ? { ...own, ...standard.options } : own;
}

function valueOf(text: string): OptionValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

const MOST_SHOWN = 40;

/** As much of a text as a message has room for. */
function short(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

const MOST_NAMED = 4;

/** What a person is told of a link that could not be followed in everything, or in nothing. */
export function linkError(faults: readonly string[], isUsable: boolean): LabError {
  const named = faults.slice(0, MOST_NAMED).join(', ');
  const more = faults.length > MOST_NAMED ? ` and ${faults.length - MOST_NAMED} more` : '';
  return new LabError('link-fault', {
    found: `${named}${more} in the link`,
    expected: 'systems and settings that this lab has; it may come from a newer one, or be damaged',
    fix: isUsable
      ? 'look over the set-up: the rest of the link was taken'
      : 'ask for the link again; the set-up stays as it was',
  });
}
