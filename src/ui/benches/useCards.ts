/** The dataset cards of what is looked at. */
import { useEffect } from 'react';
import { cardKey, loadCard } from '../../store/datasetCards.ts';
import { shownImages, useLab, type CardView } from '../../store/lab.ts';
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

/** The card of the images that are looked at: the selected run's, else the draft's. */
export function useShownCard(): CardView {
  const dataset = useLab((state) => shownImages(state).dataset);
  const seed = useLab((state) => shownImages(state).seed);
  return useCard(dataset, seed);
}

export function useDraftCard(): CardView {
  const dataset = useLab(({ draft }) => draft.dataset);
  const seed = useLab(({ draft }) => draft.seed);
  return useCard(dataset, seed);
}
