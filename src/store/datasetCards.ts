/** Pictures and figures of datasets, fetched from the worker once for each dataset and seed. */
import { explain } from './explain.ts';
import { defaultsOf } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { findDataset } from '../datasets/index.ts';
import type { DatasetCard } from '../engine/engine.ts';
import { getLab, setLab, type CardView } from './lab.ts';
import { trainerReady } from './engineStatus.ts';

/** Cards kept at once, the most recently used; one holds at most about 1.5 MB. */
const KEPT = 8;
const underWay = new Map<string, Promise<DatasetCard | null>>();

/** Options that are not said are their defaults: a spec may say them or not. */
export function cardKey(dataset: SystemChoice, seed: number): string {
  const all = { ...defaultsOf(findDataset(dataset.id).options), ...dataset.options };
  const options = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([dataset.id, options, seed]);
}

/** Is it the key of a card of that dataset, whatever its options and the seed? */
export const isCardOf = (key: string, datasetId: string): boolean =>
  key.startsWith(`[${JSON.stringify(datasetId)},`);

/** Fetches a card unless it is there or on its way; null, with the reason in the state, if it fails. */
export function loadCard(dataset: SystemChoice, seed: number): Promise<DatasetCard | null> {
  const key = cardKey(dataset, seed);
  const known = getLab().cards[key];
  if (known?.phase === 'ready') {
    if (key !== Object.keys(getLab().cards).at(-1)) putCard(key, known);
    return Promise.resolve(known.card);
  }
  const fetching =
    underWay.get(key) ?? fetchCard(key, dataset, seed).finally(() => underWay.delete(key));
  underWay.set(key, fetching);
  return fetching;
}

async function fetchCard(
  key: string,
  dataset: SystemChoice,
  seed: number,
): Promise<DatasetCard | null> {
  putCard(key, { phase: 'loading' });
  try {
    const { client } = await trainerReady();
    const card = await client.inspectDataset(dataset, seed);
    putCard(key, { phase: 'ready', card });
    return card;
  } catch (error) {
    putCard(key, { phase: 'failed', reason: explain(error) });
    return null;
  }
}

/** Puts a card last, which is where the newest is; the first goes when there are too many. */
function putCard(key: string, view: CardView): void {
  setLab(({ cards }) => {
    const others = Object.entries(cards).filter(([other]) => other !== key);
    return { cards: Object.fromEntries([...others.slice(1 - KEPT), [key, view]]) };
  });
}
