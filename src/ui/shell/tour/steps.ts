/**
 * The tour, as data: what it points at, what it says, and what Next does for a person who has not
 * done it. It drives the page's own controls and store; nothing in it is staged.
 */
import {
  chooseArchitecture,
  chooseDataset,
  chooseEncoding,
  editSpec,
} from '../../../store/draft.ts';
import type { LabState } from '../../../store/lab.ts';
import { chooseLookTab } from '../../../store/subject.ts';
import { train } from '../../../store/training.ts';
import { chooseWarpImage, warpBy } from '../../../store/warp.ts';

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What it points at; null while that is not there. */
  readonly target: () => Element | null;
  /** Where the target lies on a narrow screen. */
  readonly tab: 'Set-up' | 'Training' | 'Runs';
  readonly task?: TourTask;
}

export interface TourTask {
  /** What Next says as long as the task is not done. */
  readonly next: string;
  readonly act: () => unknown;
  /** @param before the lab as it was when this step began */
  readonly isDone: (now: LabState, before: LabState) => boolean;
}

const find = (selector: string) => () => document.querySelector(selector);

/** A control by the words of its label. */
const labelled = (text: string) => () => {
  const labels = [...document.querySelectorAll('label')];
  return labels.find(({ textContent }) => textContent?.trim() === text)?.control ?? null;
};

/** The nearest element round both; the first alone while the other is not there. */
const around = (first: () => Element | null, second: () => Element | null) => () => {
  const [inner, other] = [first(), second()];
  let outer = inner;
  while (outer && other && !outer.contains(other)) outer = outer.parentElement;
  return outer;
};

/** Trains, pauses or resumes, whatever it is called now. */
const mainButton = () => {
  const buttons = [...document.querySelectorAll('main button')];
  return (
    buttons.find(({ textContent }) => /^(Train|Pause|Resume)$/.test(textContent ?? '')) ?? null
  );
};

const isBegun = (now: LabState, before: LabState) =>
  now.active?.runId !== before.active?.runId || now.runs.length > before.runs.length;

/** Long enough to see digits learnt, and over in seconds. */
const SHORT_RUN = 100;
const TILT = 30;

export const tourSteps: readonly TourStep[] = [
  {
    title: 'Choose a dataset',
    text: 'Typefaces are digits in fonts that training never shows. Choose what you like; the tour takes these.',
    target: labelled('Dataset'),
    tab: 'Set-up',
    task: {
      next: 'Take Typefaces',
      act: () => chooseDataset('typefaces'),
      isDone: ({ draft }) => draft.dataset.id === 'typefaces',
    },
  },
  {
    title: 'See what it is made of',
    text: 'A Coordinet reads one pixel at a time, with its place on the image, and pools what it finds. These are its stages, with their shapes, before anything runs.',
    target: around(labelled('Architecture'), find('[aria-label^="Shapes through the network"]')),
    tab: 'Set-up',
    task: {
      next: 'Take Coordinet',
      act: () => chooseArchitecture('coordinet'),
      isDone: ({ draft }) => draft.architecture.id === 'coordinet',
    },
  },
  {
    title: 'Train it',
    text: `Press Train. Or press the button here: it trains ${SHORT_RUN} steps, which take some seconds.`,
    target: mainButton,
    tab: 'Training',
    task: {
      next: `Train ${SHORT_RUN} steps`,
      act: () => {
        editSpec({ steps: SHORT_RUN });
        return train();
      },
      isDone: isBegun,
    },
  },
  {
    title: 'Watch it learn',
    text: 'Solid: images it has never seen. Dashed: those it trains on. Error on its logarithmic axis shows what accuracy near 100 % hides. It goes on while you do.',
    target: () => document.querySelector('[aria-label="Metric"]')?.closest('section') ?? null,
    tab: 'Training',
  },
  {
    title: 'Look at a mistake',
    text: 'Its wrong answers come first, with its guess in red. Choose one to look into it.',
    target: find('section[aria-label="Test images"]'),
    tab: 'Training',
    task: {
      next: 'Choose the first',
      act: () =>
        document.querySelector<HTMLElement>('[aria-label="Test images"] [role=option]')?.click(),
      isDone: (now, before) =>
        now.warp.image !== before.warp.image || now.look.own !== before.look.own,
    },
  },
  {
    title: 'Bend it',
    text: 'Turn, shift or stretch the image and watch how sure each model stays.',
    target: find('section[aria-label="Look"]'),
    tab: 'Training',
    task: {
      next: `Turn it by ${TILT}°`,
      act: () => {
        chooseLookTab('warp');
        warpBy([{ id: 'rotation', options: { angle: TILT } }]);
      },
      isDone: (now, before) =>
        now.warp.choices !== before.warp.choices && now.warp.choices.length > 0,
    },
  },
  {
    title: 'Take away where',
    text: 'With the encoding None the model is not told where a pixel is: it sees a bag of ink. What is left of its accuracy?',
    target: labelled('Encoding'),
    tab: 'Set-up',
    task: {
      next: 'Train without places',
      act: () => {
        chooseEncoding('none');
        return train();
      },
      isDone: ({ draft, runs }, before) =>
        draft.encoding?.id === 'none' && runs.length > before.runs.length,
    },
  },
  {
    title: 'Compare',
    text: 'Every run stays here with its score and what it differs in. Comparisons in the header line up several for a question.',
    target: find('section[aria-label="Runs"]'),
    tab: 'Runs',
  },
];

/** Puts back what the tour may have changed of the page; runs stay. */
export function putBack(before: LabState): void {
  editSpec(before.draft);
  warpBy(before.warp.choices);
  chooseWarpImage(before.warp.image);
}
