/** What every run makes of the strip: asked at each move of a slider, the newest question first. */
import type { RunAnswer } from '../engine/survey.ts';
import type { RunRecord } from '../training/result.ts';
import type { Viewing } from '../training/viewing.ts';
import { askWeights } from './asking.ts';
import { explain } from './explain.ts';
import { getLab, setLab } from './lab.ts';
import { createNewestWins } from './newestWins.ts';
import type { StripImages } from './robustnessStrip.ts';
import type { StripAnswer } from './robustnessView.ts';

interface StripQuestion {
  readonly runs: readonly RunRecord[];
  readonly viewing: Viewing;
  readonly strip: StripImages;
}

/** The images that the answers on the screen are about; others mean that these go at once. */
let answered: StripImages | null = null;
let newest: StripQuestion | null = null;

/** Answers about the same images, bent otherwise, stay until the next are there. */
export function askStrip(question: StripQuestion): void {
  newest = question;
  if (answered !== question.strip) setAnswers({});
  ask(question);
}

/** Nothing can be asked: the viewing shows nothing, or no run is there. */
export function dropStripAnswers(): void {
  newest = null;
  setAnswers({});
}

const ask = createNewestWins<StripQuestion>(async (question) => {
  const answers = await askRuns(question);
  // Answers on the way to the newest question move the bars, too, where the images are the same.
  if (newest?.strip !== question.strip) return;
  const wanted = new Set(newest.runs.map(({ id }) => id));
  const kept = Object.entries(getLab().robustness.answers);
  const all = [...(answered === question.strip ? kept : []), ...answers];
  answered = question.strip;
  setAnswers(Object.fromEntries(all.filter(([id]) => wanted.has(id))));
});

async function askRuns({ runs, viewing, strip }: StripQuestion): Promise<[string, StripAnswer][]> {
  if (runs.length === 0) return [];
  try {
    const asked = runs.map(({ id, spec }) => ({ runId: id, spec }));
    const images = { values: strip.values.slice(), count: strip.count, first: 0 };
    const answers = await askWeights((client) => client.predictViewed(asked, viewing, images));
    return (answers ?? []).map((answer) => [answer.runId, withoutId(answer)]);
  } catch (error) {
    return runs.map(({ id }) => [id, { reason: explain(error) }]);
  }
}

function withoutId(answer: RunAnswer): StripAnswer {
  return 'reason' in answer ? { reason: answer.reason } : { probabilities: answer.probabilities };
}

const setAnswers = (answers: Readonly<Record<string, StripAnswer>>): void =>
  setLab(({ robustness }) => ({ robustness: { ...robustness, answers } }));
