/**
 * Accuracies as a table, tinted more where more is right. One cell is looked at: chosen by click, or
 * walked to by the arrow keys.
 */
import { useRef, type CSSProperties, type KeyboardEvent } from 'react';
import type { RunRecord } from '../../store/lab.ts';
import { runColour } from '../parts/useColours.ts';
import styles from './HeatTable.module.css';
import { scoreWords } from './severityChart.ts';
import { cellText, heatShare, meanText, type MeanRow, type SuiteRow } from './suiteTable.ts';

export interface HeatPlace {
  readonly row: number;
  readonly run: number;
}

export interface HeatTableProps {
  readonly rows: readonly SuiteRow[];
  readonly means: readonly MeanRow[];
  readonly runs: readonly RunRecord[];
  readonly place: HeatPlace;
  readonly onChoose: (place: HeatPlace) => void;
}

export function HeatTable({ rows, means, runs, place, onChoose }: HeatTableProps) {
  const table = useRef<HTMLTableElement>(null);
  function walk(event: KeyboardEvent): void {
    const moves: Record<string, readonly [row: number, run: number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const row = Math.min(rows.length - 1, Math.max(0, place.row + move[0]));
    const run = Math.min(runs.length - 1, Math.max(0, place.run + move[1]));
    onChoose({ row, run });
    table.current?.querySelector<HTMLElement>(`[data-cell="${row}/${run}"]`)?.focus();
  }
  return (
    <div className={styles.frame}>
      <table ref={table} className={styles.heat} onKeyDown={walk}>
        <thead>
          <tr>
            <td />
            {runs.map(({ id, name, colour }) => (
              <th
                key={id}
                scope="col"
                title={name}
                style={{ '--colour': runColour(colour) } as CSSProperties}
              >
                <span className={styles.name}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, scores }, row) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {scores.map((score, run) => (
                <td
                  key={runs[run]!.id}
                  style={{ '--heat': heatShare(score?.share ?? 0) } as CSSProperties}
                >
                  <button
                    type="button"
                    data-cell={`${row}/${run}`}
                    tabIndex={row === place.row && run === place.run ? 0 : -1}
                    aria-pressed={row === place.row && run === place.run}
                    aria-label={`${cellText(score)} ${label}, ${runs[run]!.name}: ${score ? scoreWords(score) : 'not measured'}`}
                    title={score ? scoreWords(score) : 'not measured yet'}
                    onClick={() => onChoose({ row, run })}
                  >
                    {cellText(score)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {means.map(({ label, help, values }) => (
            <tr key={label} title={help}>
              <th scope="row">{label}</th>
              {values.map((value, run) => (
                <td key={runs[run]!.id}>{meanText(value)}</td>
              ))}
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}
