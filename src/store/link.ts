/**
 * The set-up as a link: only what differs from the defaults, in words that a person can read and
 * edit. `#architecture=cnn&training-images=300&optimiser.momentum=0.9`
 */
import type { OptionRecord, OptionValue } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import type { RunSpec } from '../training/spec.ts';

const kinds = ['task', 'dataset', 'architecture', 'encoding', 'optimiser', 'schedule'] as const;
type Kind = (typeof kinds)[number];

const fields = {
  'training-images': 'trainingImages',
  'learning-rate': 'learningRate',
  steps: 'steps',
  'batch-size': 'batchSize',
  seed: 'seed',
} as const satisfies Record<string, keyof RunSpec>;

/** What a link needs to know of the lists. */
export interface LinkContext {
  readonly defaults: RunSpec;
  /** Defaults of a system's options; undefined where the list has no such id. */
  defaultOptions(kind: Kind, id: string): OptionRecord | undefined;
  usesEncoding(architectureId: string): boolean;
}

/** What leads back to `spec`; empty for the defaults. */
export function linkOf(spec: RunSpec, context: LinkContext): string {
  const parameters = new URLSearchParams();
  for (const kind of kinds) {
    const choice = spec[kind];
    if (!choice) continue;
    const standard = context.defaults[kind];
    if (choice.id !== standard?.id) parameters.set(kind, choice.id);
    const base = baseOptions(kind, choice.id, context);
    for (const [name, value] of Object.entries(choice.options)) {
      if (value !== base[name]) parameters.set(`${kind}.${name}`, String(value));
    }
  }
  for (const [name, field] of Object.entries(fields)) {
    if (spec[field] !== context.defaults[field]) parameters.set(name, String(spec[field]));
  }
  return parameters.toString();
}

/**
 * The spec that a link asks for, not yet validated (readSpec does that). Unknown words are kept as
 * unknown fields, so that the reader can name them.
 */
export function specOfLink(link: string, context: LinkContext): Record<string, unknown> {
  const parameters = [...new URLSearchParams(link.replace(/^#/, ''))];
  const given = new Map(parameters);
  const spec: Record<string, unknown> = { ...context.defaults };
  for (const kind of kinds) {
    const id = given.get(kind) ?? context.defaults[kind]?.id;
    if (id === undefined) continue;
    spec[kind] = { id, options: { ...baseOptions(kind, id, context) } };
  }
  const architecture = spec['architecture'] as SystemChoice;
  if (!context.usesEncoding(architecture.id)) spec['encoding'] = null;
  for (const [name, text] of parameters) {
    if (isKind(name)) continue;
    const [kind = '', option] = name.split('.');
    if (option !== undefined && isKind(kind)) {
      const choice = spec[kind] as { options: Record<string, OptionValue> } | null;
      if (choice) choice.options[option] = valueOf(text);
    } else {
      spec[Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : name] =
        valueOf(text);
    }
  }
  return spec;
}

function isKind(name: string): name is Kind {
  return (kinds as readonly string[]).includes(name);
}

/** Options that need no mention: those of the default spec, else those of the system itself. */
function baseOptions(kind: Kind, id: string, context: LinkContext): OptionRecord {
  const standard = context.defaults[kind];
  const own = context.defaultOptions(kind, id) ?? {};
  return id === standard?.id ? { ...own, ...standard.options } : own;
}

function valueOf(text: string): OptionValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
