/** The canonical text of a spec, remembered: cells are looked up by it again and again. */
import type { RunSpec } from '../../training/spec.ts';
import { canonicalText } from '../../training/specs.ts';

const texts = new WeakMap<RunSpec, string>();

/** Equal texts mean the same run. A spec must not be changed after it was asked for. */
export function specText(spec: RunSpec): string {
  const known = texts.get(spec);
  if (known !== undefined) return known;
  const text = canonicalText(spec);
  texts.set(spec, text);
  return text;
}
