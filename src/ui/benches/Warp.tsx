/** The Warp panel with what it shows: the picture as bent, and what every trained run makes of it. */
import { useEffect, useMemo } from 'react';
import { shownImages, useLab, type RunRecord } from '../../store/lab.ts';
import { askableRuns, askWarp, chooseWarpImage, warpBy } from '../../store/warp.ts';
import { pictureAt } from '../parts/drawPixels.ts';
import { warpPicture } from '../parts/warp.ts';
import { WarpPanel } from '../parts/WarpPanel.tsx';
import { useShownCard } from './useCards.ts';

/** The worker reads a moving run's checkpoint again after three seconds. */
const FRESH_AFTER_MS = 3500;

export function Warp() {
  const view = useShownCard();
  const card = view.phase === 'ready' ? view.card : null;
  const { image, choices, probabilities, notes } = useLab((state) => state.warp);
  const runs = useLab((state) => state.runs);
  const dataset = useLab((state) => shownImages(state).dataset);
  const set = useMemo(() => {
    if (!card) return null;
    const { testImages, height, width, channels } = card;
    return { ...testImages, height, width, channels };
  }, [card]);
  const index = set ? Math.min(image, set.count - 1) : 0;
  const warped = useMemo(
    () => (set && set.count > 0 ? warpPicture(pictureAt(set, index), choices) : null),
    [set, index, choices],
  );

  const askable = askableRuns(runs, dataset);
  const news = newsOf(askable);
  useEffect(() => {
    if (!warped || !news) return;
    const ask = () => askWarp({ dataset, image: warped.values });
    ask();
    // The weights it answered with may be those of a moment ago.
    const later = setTimeout(ask, FRESH_AFTER_MS);
    return () => clearTimeout(later);
  }, [warped, dataset, news]);

  // As in the list of runs, the newest first.
  const rows = askable.toReversed().map(({ id, name, colour, status }) => {
    const row = { id, name, colour, probabilities: probabilities[id] ?? null };
    const note = status === 'diverged' ? 'diverged: no answer' : notes[id];
    return note === undefined ? row : { ...row, note };
  });
  return (
    <WarpPanel
      set={set}
      classNames={card?.classNames ?? []}
      index={index}
      onIndexChange={chooseWarpImage}
      choices={choices}
      onChange={warpBy}
      warped={warped}
      rows={rows}
    />
  );
}

/** Changes when a run has learnt enough to be asked again: a new run, a new point, a new state. */
function newsOf(runs: readonly RunRecord[]): string {
  return runs
    .map(({ id, status, history }) => `${id}/${status}/${history.step.at(-1) ?? 0}`)
    .join(' ');
}
