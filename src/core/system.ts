/** What every system shows of itself, whatever its kind. Plain data: the page reads it, too. */
import { LabError } from './errors.ts';
import type { OptionRecord, OptionSchema } from './options.ts';

export interface SystemText {
  /** kebab-case, stored for ever, never renamed. */
  readonly id: string;
  /** For people; may change. */
  readonly label: string;
  /** One or two sentences: what it is and what to expect of it. */
  readonly summary: string;
  /** Authors, year, arXiv id or venue; the lab's own systems say so. */
  readonly reference: string;
}

export interface System<Schema extends OptionSchema = OptionSchema> extends SystemText {
  readonly options: Schema;
}

/** A system chosen by a person: plain JSON. Missing options take their defaults. */
export interface SystemChoice {
  readonly id: string;
  readonly options: OptionRecord;
}

/**
 * A lookup by id over a list of systems that differ in their options. The one place where those
 * differences are erased: whoever calls a found system hands it options that `readOptions` checked
 * against that same system's schema.
 */
export function createFinder<Kind extends SystemText>(
  kind: string,
  list: readonly SystemText[],
): (id: string) => Kind {
  return (id) => {
    const found = list.find((system) => system.id === id);
    if (found) return found as Kind;
    throw new LabError('unknown-system', {
      found: `${kind} "${id}"`,
      expected: `one of ${list.map((system) => system.id).join(', ')}`,
      fix: 'choose one of these, or open it with the version of the lab that wrote it',
    });
  };
}
