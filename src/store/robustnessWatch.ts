/**
 * While the Robustness page is open: whatever changes what is seen, or who looks, is asked about
 * anew. One place that follows the state, so that no action has to know what depends on it.
 */
import type { RunRecord } from '../training/result.ts';
import { writeAddress } from './address.ts';
import { loadCard, cardKey } from './datasetCards.ts';
import { getLab, shownImages, useLab, type LabState } from './lab.ts';
import { askStrip, dropStripAnswers } from './robustnessAnswers.ts';
import { dropMeasuredRuns, followDataset } from './robustnessDropped.ts';
import { runsTakingPart } from './robustnessRuns.ts';
import { askedViewing, stripView } from './robustnessStrip.ts';
import { straightenSoon } from './robustnessUpright.ts';
import { stopSurvey, surveySoon } from './robustnessSurvey.ts';

/** Browsers refuse an address that changes with every move of a slider. */
const ADDRESS_AFTER_MS = 300;

/** The worker reads a moving run's checkpoint again after three seconds. */
const FRESH_AFTER_MS = 3500;

/** A moving run is asked again about the strip when it was scored anew. */
const newsOf = (runs: readonly RunRecord[]): string =>
  runs.map(({ id, status, history }) => `${id}/${status}/${history.step.at(-1) ?? 0}`).join(' ');

/** The whole test set is asked of a moving run only once, and again when it rests. */
const weightsOf = (runs: readonly RunRecord[]): string =>
  runs.map(({ id, status, step }) => `${id}/${status === 'training' ? 'moving' : step}`).join(' ');

/** Follows the state until the function that it returns is called. */
export function watchRobustness(): () => void {
  let strip: readonly unknown[] = [];
  let set: readonly unknown[] = [];
  let again: ReturnType<typeof setTimeout> | undefined;
  let said = getLab().robustness.viewing;
  let saying: ReturnType<typeof setTimeout> | undefined;

  function follow(): void {
    followDataset(getLab());
    dropMeasuredRuns(getLab());
    const state = getLab();
    loadShownCard(state);
    if (state.robustness.viewing !== said) {
      said = state.robustness.viewing;
      clearTimeout(saying);
      saying = setTimeout(writeAddress, ADDRESS_AFTER_MS);
    }
    const view = stripView(state);
    const runs = runsTakingPart(state);
    const viewing = askedViewing(state.robustness.viewing, state.robustness.assumed);
    const isShown = view.phase === 'ready' && view.pictures !== null;
    const images = view.phase === 'ready' ? view.strip : null;
    const nextStrip = [isShown, images, viewing, newsOf(runs)];
    if (isOther(strip, nextStrip)) {
      const isNews = strip[3] !== nextStrip[3];
      strip = nextStrip;
      clearTimeout(again);
      if (images) straightenSoon(images, viewing);
      if (isShown && images) {
        const ask = () => askStrip({ runs, viewing, strip: images });
        ask();
        if (isNews) again = setTimeout(ask, FRESH_AFTER_MS);
      } else dropStripAnswers();
    }
    const nextSet = [isShown, viewing, weightsOf(runs)];
    if (isOther(set, nextSet)) {
      set = nextSet;
      surveySoon(isShown ? runs : [], viewing);
    }
  }

  follow();
  const unsubscribe = useLab.subscribe(follow);
  return () => {
    unsubscribe();
    clearTimeout(saying);
    clearTimeout(again);
    stopSurvey();
  };
}

const isOther = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  now.some((each, place) => each !== before[place]);

function loadShownCard(state: LabState): void {
  const { dataset, seed } = shownImages(state);
  if (!state.cards[cardKey(dataset, seed)]) void loadCard(dataset, seed);
}
