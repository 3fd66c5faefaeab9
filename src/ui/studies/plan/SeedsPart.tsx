/** The seeds: the unit of repetition, the same for every arm. */
import { useId, useState } from 'react';
import { seedsOf, seedsText } from '../../../store/studyPlanEdits.ts';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';

export function SeedsPart({ plan, onChange }: PlanPartProps) {
  return (
    <PlanPart title="Seeds">
      <SeedsField seeds={plan.seeds} onChange={(seeds) => onChange({ ...plan, seeds })} />
      <p className={part.note}>
        At one seed every arm sees the same images in the same order: differences are taken seed by
        seed.
      </p>
    </PlanPart>
  );
}

export interface SeedsFieldProps {
  readonly seeds: readonly number[];
  readonly onChange: (seeds: readonly number[]) => void;
}

/** A count, or the seeds one by one. */
export function SeedsField({ seeds, onChange }: SeedsFieldProps) {
  const id = useId();
  /** What stands in the field while it is not the seeds. */
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? seedsText(seeds);
  const read = seedsOf(shown);
  const isCount = /^\s*\d+\s*$/.test(shown);
  function take(): void {
    if (typed !== null && read) onChange(read);
    setTyped(null);
  }
  return (
    <div className={part.line}>
      <label htmlFor={id}>How many, or which</label>
      <input
        id={id}
        className={part.text}
        style={{ width: '14ch' }}
        value={shown}
        aria-invalid={read === undefined}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => {
          if (key === 'Enter' && read) take();
        }}
      />
      <span id={`${id}-note`} className={read ? part.note : part.fault}>
        {!read && 'A count, or seeds: 8, or 1-4 7'}
        {read && isCount && read.length > 1 && `seeds 1 to ${read.length}`}
        {read && !isCount && `${read.length} seeds`}
      </span>
    </div>
  );
}
