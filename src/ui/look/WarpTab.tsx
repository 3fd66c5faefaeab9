/** Bend the subject, and see what every trained run makes of it. */
import { useState } from 'react';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { warpBy } from '../../store/warp.ts';
import { WarpPanel } from '../parts/WarpPanel.tsx';
import { SubjectColumn } from './SubjectColumn.tsx';
import type { Subject } from './useSubject.ts';

export function WarpTab({ subject, askable }: { subject: Subject; askable: RunRecord[] }) {
  const { choices, probabilities, notes } = useLab((state) => state.warp);
  const [chosenClass, setChosenClass] = useState<number | null>(null);
  const { label, card, bent } = subject;
  const isKnown = label !== null;
  const isThere = chosenClass !== null && chosenClass < card.classNames.length;
  const shownClass = label ?? (isThere ? chosenClass : null);

  // As in the list of runs, the newest first.
  const rows = askable.toReversed().map(({ id, name, colour, status }) => {
    const row = { id, name, colour, probabilities: probabilities[id] ?? null };
    const note = status === 'diverged' ? 'diverged: no answer' : notes[id];
    return note === undefined ? row : { ...row, note };
  });
  return (
    <WarpPanel
      subject={<SubjectColumn subject={subject} />}
      warped={bent}
      shownClass={shownClass}
      {...(!isKnown && { onShownClassChange: setChosenClass })}
      label={label}
      classNames={card.classNames}
      choices={choices}
      onChange={warpBy}
      rows={rows}
    />
  );
}
