/** The cells of a study, however many: rows are drawn as they come into sight. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { RotateCcw } from 'lucide-react';
import { useLayoutEffect, useRef, type CSSProperties } from 'react';
import { stateOf, type QueueRow } from '../../../store/studyQueueRows.ts';
import { shortTime } from '../../../store/studyReading.ts';
import { countText, percentText } from '../../../store/wording.ts';
import { runColour } from '../../parts/useColours.ts';
import controls from '../../shell/controls.module.css';
import { useNarrow } from '../../shell/useNarrow.ts';
import styles from './CellTable.module.css';

export interface CellTableProps {
  readonly rows: readonly QueueRow[];
  /** Labels of the plan's factors. */
  readonly factors: readonly string[];
  readonly colours: ReadonlyMap<string, number>;
  readonly steps: ReadonlyMap<string, number>;
  /** A run that was lost is to be trained once more. */
  readonly onRepeat: (runId: string) => void;
}

/** CSS pixels; the style sheet has them, too. */
const ROW = 30;
const NARROW_ROW = 48;
const OVERSCAN = 12;

export function CellTable({ rows, factors, colours, steps, onRepeat }: CellTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const height = useNarrow() ? NARROW_ROW : ROW;
  // eslint-disable-next-line react-hooks/incompatible-library -- the lab is built without React's compiler
  const drawn = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  useLayoutEffect(() => drawn.measure(), [drawn, height]);
  return (
    <div
      ref={frame}
      className={styles.frame}
      tabIndex={0}
      role="region"
      aria-label="Runs of the study"
    >
      <div
        role="table"
        aria-label="Runs of the study"
        aria-rowcount={rows.length + 1}
        className={styles.table}
        style={{ '--factors': factors.length } as CSSProperties}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1}>
            {['Arm', ...factors, 'Seed', 'State', 'Test accuracy', 'Time'].map((label) => (
              <span key={label} role="columnheader">
                {label}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: drawn.getTotalSize() }}>
          {drawn.getVirtualItems().map(({ index, start }) => (
            <div
              key={rows[index]!.key}
              role="row"
              aria-rowindex={index + 2}
              style={{ transform: `translateY(${start}px)`, height }}
            >
              <Cells
                row={rows[index]!}
                factors={factors}
                colour={colours.get(rows[index]!.arm) ?? 0}
                step={steps.get(rows[index]!.key)}
                state={stateOf(rows[index]!, steps)}
                onRepeat={onRepeat}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface CellsProps {
  readonly row: QueueRow;
  readonly factors: readonly string[];
  readonly colour: number;
  /** Of a run that trains now. */
  readonly step: number | undefined;
  readonly state: QueueRow['state'];
  readonly onRepeat: CellTableProps['onRepeat'];
}

function Cells({ row, factors, colour, step, state, onRepeat }: CellsProps) {
  const { arm, levels, seed, draw, run, attempts, steps } = row;
  return (
    <>
      <span role="rowheader" className={styles.arm} title={arm}>
        <i className={styles.dot} style={{ '--colour': runColour(colour) } as CSSProperties} />
        {arm}
        {row.stage === 'tuning' && <em>tuning, draw {draw! + 1}</em>}
      </span>
      {factors.map((factor) => (
        <span key={factor} role="cell" data-name={factor} data-factor title={levels[factor]}>
          {levels[factor]}
        </span>
      ))}
      <span role="cell" data-name="seed">
        {seed}
      </span>
      <span
        role="cell"
        className={styles.state}
        data-state={state}
        title={run?.reason ?? undefined}
      >
        {stateText(state, step, steps)}
        {attempts > 1 && <em> attempt {attempts}</em>}
        {run && (state === 'diverged' || state === 'failed') && (
          <button
            type="button"
            className={controls.icon}
            aria-label={`Repeat ${[arm, ...Object.values(levels), `seed ${seed}`].join(', ')}`}
            title="Repeat"
            onClick={() => onRepeat(run.id)}
          >
            <RotateCcw size={13} aria-hidden />
          </button>
        )}
        {step !== undefined && <progress value={step} max={steps ?? 1} aria-label="Steps taken" />}
      </span>
      <span role="cell">{run?.final ? percentText(run.final.testAccuracy) : ''}</span>
      <span role="cell">{run?.final ? shortTime(run.final.trainedMs) : ''}</span>
    </>
  );
}

function stateText(state: QueueRow['state'], step: number | undefined, steps: number | null) {
  if (step !== undefined) return `step ${countText(step)} of ${countText(steps ?? 0)}`;
  return { open: 'to come', waiting: 'waits for tuning' }[state as string] ?? state;
}
