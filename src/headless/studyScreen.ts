/** What the command line shows while a study runs: a bar that is drawn anew, or lines where it cannot be. */
import type { StudyProgress } from '../studies/running/running.ts';
import { cellName } from '../studies/running/studyRun.ts';
import type { RunRecord } from '../training/result.ts';

const DRAW_EVERY_MS = 200;
const BAR_WIDTH = 24;

/** The part of a terminal that is needed. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface StudyScreen {
  progress(progress: StudyProgress): void;
  ended(run: RunRecord): void;
  /** A line that stays. */
  say(line: string): void;
  /** Leaves the last state standing. */
  close(): void;
}

export function createScreen(terminal: Terminal, now: () => number): StudyScreen {
  let newest: StudyProgress | undefined;
  let drawnLines = 0;
  let drawnAt = -Infinity;
  const isDrawn = terminal.isTTY === true;

  function erase(): void {
    if (drawnLines > 0) terminal.write(`\x1b[${drawnLines}A\x1b[J`);
    drawnLines = 0;
  }
  function draw(): void {
    if (!isDrawn || !newest) return;
    erase();
    const width = (terminal.columns ?? 80) - 1;
    const lines = linesOf(newest).map((line) => [...line].slice(0, width).join(''));
    terminal.write(lines.map((line) => `${line}\n`).join(''));
    drawnLines = lines.length;
    drawnAt = now();
  }
  function say(line: string): void {
    erase();
    terminal.write(`${line}\n`);
    draw();
  }

  return {
    progress(progress) {
      if (!newest && !isDrawn) say(beginningText(progress));
      const isEnd = progress.ended !== newest?.ended;
      newest = progress;
      if (isEnd || now() - drawnAt >= DRAW_EVERY_MS) draw();
    },
    ended(run) {
      if (isDrawn && run.status === 'finished') return;
      const place = newest ? `${newest.ended + 1}/${newest.all} ` : '';
      say(`${place}${run.name}: ${endText(run)}`);
    },
    say,
    close() {
      draw();
      drawnLines = 0;
    },
  };
}

const beginningText = ({ ended, all }: StudyProgress) =>
  ended === 0 ? `${all} runs to come` : `${all - ended} of ${all} runs to come`;

/** `94.2 % in 3 s` */
function endText({ status, final, reason }: RunRecord): string {
  if (status !== 'finished' || !final) return `${status}. ${reason ?? ''}`;
  return `${(100 * final.testAccuracy).toFixed(1)} % in ${durationText(final.trainedMs)}`;
}

function linesOf({ active, ended, all, msLeft }: StudyProgress): string[] {
  const share = all === 0 ? 1 : ended / all;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const left = msLeft === null ? '' : ` · ${durationText(msLeft)} left`;
  return [
    `${bar} ${ended} of ${all} runs${left}`,
    ...active.map(({ cell, step }) => `  ${cellName(cell)}: step ${step} of ${cell.spec.steps}`),
  ];
}

/** `45 s`, `3 min`, `2 h 05 min` */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
