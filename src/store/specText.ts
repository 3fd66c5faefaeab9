/** Specs compared, by the text that also makes their key. */
import { canonicalText } from '../training/specs.ts';
import type { RunSpec } from '../training/spec.ts';

/** Specs are never changed in place, so the text of one can be kept with it. */
const texts = new WeakMap<RunSpec, string>();

export function textOf(spec: RunSpec): string {
  let text = texts.get(spec);
  if (text === undefined) {
    text = tryCanonicalText(spec) ?? JSON.stringify(spec);
    texts.set(spec, text);
  }
  return text;
}

export function sameSpec(a: RunSpec, b: RunSpec): boolean {
  return a === b || textOf(a) === textOf(b);
}

/** undefined for a spec that nobody could train: a person is still typing it. */
function tryCanonicalText(spec: RunSpec): string | undefined {
  try {
    return canonicalText(spec);
  } catch {
    return undefined;
  }
}
