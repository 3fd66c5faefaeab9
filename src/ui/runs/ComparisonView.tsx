/** A comparison: its question, its arms while they train, and in the end what came out. */
import { Link2, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { findDataset } from '../../datasets/index.ts';
import { durationOf, readComparison } from '../../store/comparisonReading.ts';
import {
  armSpecs,
  openComparison,
  showBench,
  showComparison,
  type ComparisonSize,
  type OpenComparison,
} from '../../store/comparisons.ts';
import { useLab } from '../../store/lab.ts';
import { durationText } from '../../store/wording.ts';
import { useCard } from '../benches/useCards.ts';
import { LearningCurves } from '../charts/LearningCurves.tsx';
import { Choice } from '../parts/Choice.tsx';
import controls from '../shell/controls.module.css';
import styles from './Comparison.module.css';
import { ComparisonTable } from './ComparisonTable.tsx';
import { ShareDialog } from './Share.tsx';

const sizes: readonly { value: ComparisonSize; label: string }[] = [
  { value: 'quick', label: 'Quick' },
  { value: 'whole', label: 'Whole' },
];

export function ComparisonView() {
  const runs = useLab((state) => state.runs);
  const view = useLab((state) => state.view);
  const open = useMemo(() => openComparison({ ...useLab.getState(), runs, view }), [runs, view]);
  if (!open) return null;
  return (
    <section className={styles.view} aria-label="Comparison">
      <Head open={open} />
      <Curves open={open} />
      <Outcome open={open} />
    </section>
  );
}

function Head({ open: { comparison, size } }: { open: OpenComparison }) {
  const [isSharing, setSharing] = useState(false);
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <h2>{comparison.title}</h2>
        <Choice
          name="Size"
          value={size}
          choices={sizes}
          onChange={(chosen) => showComparison(comparison.id, chosen)}
        />
        <button
          type="button"
          className={controls.icon}
          aria-label="Share this comparison"
          title="Share this comparison"
          onClick={() => setSharing(true)}
        >
          <Link2 size={16} aria-hidden />
        </button>
        <button
          type="button"
          className={controls.icon}
          aria-label="Close the comparison"
          title="Back to the bench"
          onClick={showBench}
        >
          <X size={17} aria-hidden />
        </button>
      </div>
      <p className={styles.question}>{comparison.question}</p>
      <p className={styles.soft}>{comparison.watchFor}</p>
      <Plan {...{ comparison, size }} />
      {isSharing && <ShareDialog onClose={() => setSharing(false)} />}
    </header>
  );
}

/** What will be trained, and about how long that takes here. */
function Plan({ comparison, size }: Pick<OpenComparison, 'comparison' | 'size'>) {
  const specs = armSpecs(comparison, size);
  const known = useLab(useShallow(({ cards, engine, runs }) => ({ cards, engine, runs })));
  const duration = durationOf(specs, known);
  const [first] = specs;
  // Fetched for the guess, and needed by the runs anyway.
  useCard(first!.dataset, first!.seed);
  useCard(specs.at(-1)!.dataset, specs.at(-1)!.seed);
  const steps = first!.steps.toLocaleString('en-GB');
  const parts = [
    `${specs.length} runs of ${steps} steps`,
    `seed ${first!.seed}`,
    ...(duration === undefined ? [] : [`about ${roughText(duration)} in all`]),
  ];
  return <p className={styles.soft}>{parts.join(' · ')}</p>;
}

/** A guess in steps of ten seconds, half a minute or a minute: more would claim to know. */
function roughText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return durationText(10_000 * Math.max(1, Math.round(seconds / 10)));
  const minutes = Math.round(seconds / 30) / 2;
  return `${minutes >= 5 ? Math.round(minutes) : minutes} min`;
}

/** The arms' own curves, under the arms' names. */
function Curves({ open: { arms, size, comparison } }: { open: OpenComparison }) {
  const curves = useMemo(
    () =>
      arms.flatMap(({ label, spec, run }) => {
        if (!run) return [];
        const isOnly = arms.every((arm) => arm.spec.dataset.id === spec.dataset.id);
        const name = isOnly ? label : `${label} on ${findDataset(spec.dataset.id).label}`;
        const { id, colour, history, status } = run;
        return [{ id, name, colour, history, state: status, hidden: false }];
      }),
    [arms],
  );
  const { steps, dataset, seed } = armSpecs(comparison, size)[0]!;
  const card = useCard(dataset, seed);
  const testImages = card.phase === 'ready' ? card.card.testImages.count : undefined;
  return (
    <div className={styles.curves}>
      <LearningCurves runs={curves} steps={steps} testImages={testImages} />
    </div>
  );
}

function Outcome({ open }: { open: OpenComparison }) {
  const reading = useMemo(() => readComparison(open), [open]);
  return (
    <div className={styles.outcome}>
      <ComparisonTable rows={reading.rows} />
      <div role="status" className={styles.finding}>
        {reading.isThrough && (
          <>
            <p className={styles.question}>{reading.finding}</p>
            <p className={styles.soft}>{reading.caution}</p>
          </>
        )}
      </div>
    </div>
  );
}
