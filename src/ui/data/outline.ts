/** What must be known of a dataset to show its images; the rest is found out while they are looked at. */
import type { OptionRecord, OptionSchema } from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import type { DatasetDescription, Part } from '../../datasets/analysis/description.ts';
import type { StoredDatasetCard } from '../../datasets/stored.ts';
import { countText } from '../../store/wording.ts';

export interface Outline {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classNames: readonly string[];
  readonly counts: Readonly<Record<Part, number>>;
  /** undefined until all images were looked at. */
  readonly description: DatasetDescription | undefined;
}

/** undefined where only a description will tell: with other options a stored dataset is another one. */
export function outlineOf(
  { schema, options }: { schema: OptionSchema; options: SystemChoice['options'] },
  stored: StoredDatasetCard | undefined,
  description: DatasetDescription | undefined,
): Outline | undefined {
  if (description) {
    const { height, width, channels, classNames, labels } = description;
    const counts = { train: labels.train.length, test: labels.test.length };
    return { height, width, channels, classNames, counts, description };
  }
  if (!stored || !areDefaults(schema, options)) return undefined;
  const { height, width, channels, classNames, trainCount, testCount } = stored;
  const counts = { train: trainCount, test: testCount };
  return { height, width, channels, classNames, counts, description };
}

const areDefaults = (schema: OptionSchema, options: OptionRecord): boolean =>
  Object.entries(schema).every(
    ([name, option]) => options[name] === undefined || options[name] === option.default,
  );

/** `28 × 28 grey · 10 classes · 60,000 to train, 10,000 to test` */
export function outlineText({ height, width, channels, classNames, counts }: Outline): string {
  const kind = channels === 1 ? 'grey' : 'colour';
  const parts = `${countText(counts.train)} to train, ${countText(counts.test)} to test`;
  return `${width} × ${height} ${kind} · ${classNames.length} classes · ${parts}`;
}

/** The name of an image's class; undefined until the labels are known. */
export function classNameOf(
  { description, classNames }: Outline,
  { part, index }: { readonly part: Part; readonly index: number },
): string | undefined {
  const label = description?.labels[part][index];
  return label === undefined ? undefined : (classNames[label] ?? String(label));
}
