/** The image that is looked at closely: its pixels, and the images that are most like it. */
import type { SystemChoice } from '../core/system.ts';
import type { Place } from '../datasets/analysis/description.ts';
import type { ChosenImage } from './dataView.ts';
import { explain } from './explain.ts';
import { getLab, setLab } from './lab.ts';
import { library } from './libraries.ts';
import { createNewestWins } from './newestWins.ts';

const NEIGHBOURS = 8;
/** Keys held down pass over images faster than neighbours are worth looking for. */
const PAUSE_MS = 150;

interface Question {
  readonly choice: SystemChoice;
  readonly place: Place;
}
let newest: Question | undefined;
let pause: ReturnType<typeof setTimeout> | undefined;

const samePlace = (a: Place, b: Place): boolean => a.part === b.part && a.index === b.index;

/** Shows an image large; its neighbours follow once a person stays with it. */
export function chooseImage(place: Place): void {
  const { view, data } = getLab();
  if (view.kind !== 'data' || (data.chosen && samePlace(data.chosen.place, place))) return;
  const nothing = { values: null, neighbours: null, neighbourImages: null, reason: null };
  setLab({ data: { ...data, chosen: { place, ...nothing } } });
  const question = { choice: view.choice, place };
  newest = question;
  askPixels(question);
  clearTimeout(pause);
  pause = setTimeout(() => askNeighbours(question), PAUSE_MS);
}

const askPixels = createNewestWins<Question>((question) =>
  answer(question, async ({ choice, place }) => {
    patch(question, { values: await library().images(choice, [place]) });
  }),
);

const askNeighbours = createNewestWins<Question>((question) =>
  answer(question, async ({ choice, place }) => {
    const neighbours = await library().neighbours(choice, place, NEIGHBOURS);
    if (!isCurrent(question)) return;
    const places = neighbours.map(({ part, index }) => ({ part, index }));
    const neighbourImages = await library().images(choice, places);
    patch(question, { neighbours, neighbourImages });
  }),
);

async function answer(
  question: Question,
  ask: (question: Question) => Promise<void>,
): Promise<void> {
  if (!isCurrent(question)) return;
  try {
    await ask(question);
  } catch (error) {
    patch(question, { reason: explain(error) });
  }
}

/** Still looked at? To ask about another dataset's image would take the library back to it. */
function isCurrent(question: Question): boolean {
  const { view, data } = getLab();
  const isShown = view.kind === 'data' && view.choice === question.choice;
  return isShown && question === newest && data.chosen !== null;
}

function patch(question: Question, change: Partial<ChosenImage>): void {
  if (!isCurrent(question)) return;
  setLab(({ data }) => ({
    data: { ...data, chosen: data.chosen && { ...data.chosen, ...change } },
  }));
}
