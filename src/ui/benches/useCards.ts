/** The dataset cards of what is looked at. */
import { useEffect } from 'react';
import { cardKey, loadCard } from '../../store/datasetCards.ts';
import { useLab, type CardView } from '../../store/lab.ts';
import type { SystemChoice } from '../../core/system.ts';

const loading: CardView = { phase: 'loading' };

/** The card of a dataset as runs of that seed see it; asked for where it is not there. */
export function useCard(dataset: SystemChoice, seed: number): CardView {
  const view = useLab(({ cards }) => cards[cardKey(dataset, seed)]);
  const isMissing = view === undefined;
  useEffect(() => {
    if (isMissing) void loadCard(dataset, seed);
  }, [isMissing, dataset, seed]);
  return view ?? loading;
}

export function useDraftCard(): CardView {
  const dataset = useLab(({ draft }) => draft.dataset);
  const seed = useLab(({ draft }) => draft.seed);
  return useCard(dataset, seed);
}
