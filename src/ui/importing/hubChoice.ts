/** What is chosen of a dataset of the Hugging Face Hub before a person chooses otherwise. */
import type { HubChoice, HubListing } from '../../store/importing.ts';

export type Configuration = HubListing['configurations'][number];
type Split = Configuration['splits'][number];

/** More than this is not fetched unasked. */
const MANY_IMAGES = 10_000;
const MANY_BYTES = 100e6;
const limits = [1000, 5000, 10_000, 50_000];

/** The id in what was typed or pasted: also `https://huggingface.co/datasets/ylecun/mnist/tree/main`. */
export function hubIdOf(text: string): string {
  const path = text
    .trim()
    .replace(/^(https?:\/\/)?(www\.)?(huggingface\.co|hf\.co)\/(datasets\/)?/i, '')
    .replace(/^datasets\//i, '')
    .replace(/[?#].*$/, '');
  return path.split('/').filter(Boolean).slice(0, 2).join('/');
}

/** The configuration that people mean when they name none. */
export function suggestedConfiguration({ configurations }: HubListing): Configuration | undefined {
  return configurations.find(({ name }) => name === 'default') ?? configurations[0];
}

/** Splits and limit that suit a configuration. */
export function suggestedChoice(
  id: string,
  { name, splits }: Configuration,
): HubChoice | undefined {
  const train =
    splits.find((split) => /^train(ing)?$/i.test(split.name)) ??
    splits.find((split) => /train/i.test(split.name)) ??
    splits.toSorted((a, b) => b.bytes - a.bytes)[0];
  if (!train) return undefined;
  const others = splits.filter((split) => split !== train);
  const test = [/^test(ing)?$/i, /^val(id(ation)?)?$/i, /test|val/i]
    .map((words) => others.find((split) => words.test(split.name)))
    .find((split) => split !== undefined);
  return {
    id,
    configuration: name,
    trainSplit: train.name,
    testSplit: test?.name ?? null,
    most: isLarge([train, ...(test ? [test] : [])]) ? MANY_IMAGES : null,
  };
}

const isLarge = (splits: readonly Split[]) =>
  splits.some(({ rows }) => (rows ?? 0) > 100_000) || bytesOf(splits) > MANY_BYTES;

const bytesOf = (splits: readonly Split[]) => splits.reduce((sum, { bytes }) => sum + bytes, 0);

/** The splits that a choice names. */
export function chosenSplits({ splits }: Configuration, choice: HubChoice): Split[] {
  return splits.filter(({ name }) => name === choice.trainSplit || name === choice.testSplit);
}

/** Limits that leave something out; all of them where the Hub does not say how many there are. */
export function limitsFor(splits: readonly Split[]): number[] {
  const most = Math.max(...splits.map(({ rows }) => rows ?? Infinity));
  return limits.filter((limit) => limit < most);
}

/** Bytes of the parquet files that a choice may have to fetch. */
export const bytesOfChoice = (configuration: Configuration, choice: HubChoice): number =>
  bytesOf(chosenSplits(configuration, choice));
