/** The canonical text of a spec, remembered: cells are looked up by it again and again. */
import type { RunSpec } from '../../training/spec.ts';
import { canonicalText } from '../../training/specs.ts';

const texts = new WeakMap<RunSpec, string>();
const parsed = new WeakMap<RunSpec, object>();

/** Equal texts mean the same run. A spec must not be changed after it was asked for. */
export function specText(spec: RunSpec): string {
  const known = texts.get(spec);
  if (known !== undefined) return known;
  const text = canonicalText(spec);
  texts.set(spec, text);
  return text;
}

/** The spec at that seed. Its text follows from the other's: reading 100,000 specs takes long. */
export function atSeed(spec: RunSpec, seed: number): RunSpec {
  const seeded = { ...spec, seed };
  let whole = parsed.get(spec);
  if (!whole) parsed.set(spec, (whole = JSON.parse(specText(spec)) as object));
  // The seed keeps its place among the keys.
  texts.set(seeded, JSON.stringify({ ...whole, seed }));
  return seeded;
}
