/** What every system shows of itself, whatever its kind. Plain data: the page reads it, too. */
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
