/** What the plan comes to, always in sight: runs, parameters, time, what it could see; and Start. */
import { Play } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useLab } from '../../../store/lab.ts';
import type { StudyPlan } from '../../../store/studyPlanEdits.ts';
import { startPlan } from '../../../store/studyStart.ts';
import { summarisePlan, type PlanSummary } from '../../../store/studySummary.ts';
import { countText, durationText } from '../../../store/wording.ts';
import controls from '../../shell/controls.module.css';
import styles from './PlanFoot.module.css';
import { useDatasets } from './useArmCounts.ts';
import { useMeasure } from './useMeasure.ts';

export function PlanFoot({ plan }: { plan: StudyPlan }) {
  const cards = useLab((state) => state.cards);
  const { measured, isMeasuring, measure } = useMeasure(plan);
  useDatasets(plan);
  const wanted = useDeferredValue(plan); // typing comes first
  const summary = useMemo(
    () => summarisePlan(wanted, { cards }, measured),
    [wanted, cards, measured],
  );
  const [isStarting, setStarting] = useState(false);
  const isReady = summary.faults.length === 0;
  async function start(): Promise<void> {
    setStarting(true);
    await startPlan(plan);
    setStarting(false);
  }
  return (
    <div className={styles.foot} role="group" aria-label="What the plan comes to">
      <dl className={styles.facts} aria-live="polite">
        {factsOf(summary).map(({ name, text, note }) => (
          <div key={name} title={note}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {!isReady && (
        <ul className={styles.faults} aria-label="What is to be mended">
          {summary.faults.slice(0, 3).map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {summary.faults.length > 3 && <li>and {summary.faults.length - 3} more</li>}
        </ul>
      )}
      <span className={styles.space} />
      <button
        type="button"
        className={controls.button}
        disabled={!isReady}
        aria-disabled={isMeasuring}
        title="Trains each arm for a few steps here"
        onClick={() => {
          if (!isMeasuring) void measure();
        }}
      >
        {isMeasuring ? 'Measuring …' : 'Measure'}
      </button>
      <button
        type="button"
        className={controls.primary}
        disabled={!isReady}
        aria-disabled={isStarting}
        onClick={() => {
          if (!isStarting) void start();
        }}
      >
        <Play size={15} aria-hidden />
        Start
      </button>
    </div>
  );
}

interface Fact {
  readonly name: string;
  readonly text: string;
  readonly note?: string | undefined;
}

function factsOf({ runs, ms, isGuessed, parameters, detectable }: PlanSummary): Fact[] {
  return [
    { name: 'Runs', text: runsText(runs) },
    { name: 'Parameters', text: parametersText(parameters) },
    {
      name: isGuessed ? 'Time, guessed' : 'Time, measured',
      text: ms === null ? '–' : `about ${durationText(ms)}`,
      note: 'Of all runs one after another; Measure finds out how long a step takes here',
    },
    {
      name: 'Would probably find',
      text: findsText(detectable),
      note: 'The true difference that four of five such studies would call significant, if accuracies scatter by one point over seeds',
    },
  ];
}

const runsText = ({ main, tuning }: PlanSummary['runs']) =>
  tuning > 0 ? `${countText(main)} + ${countText(tuning)} of tuning` : countText(main);

function parametersText(parameters: PlanSummary['parameters']): string {
  const known = parameters.filter((each) => each !== undefined);
  if (known.length === 0) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? countText(least) : `${countText(least)} to ${countText(most)}`;
}

function findsText({ difference, seedsNeeded, seeds }: PlanSummary['detectable']): string {
  if (seedsNeeded === null) return 'nothing is tested';
  if (seeds < seedsNeeded) return `nothing: ${seedsNeeded} seeds are needed`;
  return difference === null ? '–' : `${(100 * difference).toFixed(1)} points or more`;
}
