/** What is different since the tour began, in words: nobody shall wonder what it left behind. */
import type { LabState } from '../../../store/lab.ts';
import { differences } from '../../../store/lists.ts';

export interface Changes {
  /** One sentence each. */
  readonly texts: readonly string[];
  /** Something of it can be put back: all but the runs. */
  readonly canPutBack: boolean;
}

export function changesSince(before: LabState, now: LabState): Changes {
  const made = now.runs.filter(({ id }) => !before.runs.some((run) => run.id === id));
  const settings = differences(before.draft, now.draft).map(({ label, b }) => {
    return `${label.toLowerCase()} ${b}`;
  });
  const isBent = now.warp.choices !== before.warp.choices;
  const names = made.map(({ name }) => name).join(', ');
  return {
    texts: [
      ...(made.length > 0 ? [`New in the list: ${names}.`] : []),
      ...(settings.length > 0 ? [`Changed in the set-up: ${settings.join(', ')}.`] : []),
      ...(isBent ? ['The test image is bent.'] : []),
    ],
    canPutBack: settings.length > 0 || isBent,
  };
}
