import { expect, it } from 'vitest';
import type { Cell } from '../studies/plan/plan.ts';
import type { StudyProgress } from '../studies/running/running.ts';
import { recordOfRun } from '../studies/running/studyRun.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import { emptyHistory } from '../training/history.ts';
import { createScreen, durationText } from './studyScreen.ts';

const plan = readPlan({ title: 'One arm', arms: [{ label: 'MLP', changes: {} }], seeds: [1, 2] });
const [cell] = cellsOf(plan, []).cells as [Cell];
const progressAt = (ended: number, step: number): StudyProgress => ({
  ...{ active: [{ runId: 'run', cell, step }], ended, all: 2, msLeft: 200_000 },
});
const failed = recordOfRun(
  plan,
  cell,
  {
    ...{ id: 'a', createdAt: '', environment: null, datasetSha256: null },
    app: { version: '0', commit: 'unknown' },
  },
  {
    log: { step: 0, history: emptyHistory() },
    ending: { outcome: 'failed', reason: 'No images.' },
  },
);

function terminalOf(isTTY: boolean) {
  let shown = '';
  const terminal = { isTTY, columns: 60, write: (text: string) => void (shown += text) };
  return { terminal, shown: () => shown };
}

it('draws how far a study is on a terminal, in place of what it drew before', () => {
  const { terminal, shown } = terminalOf(true);
  let now = 0;
  const screen = createScreen(terminal, () => (now += 1000));
  screen.progress(progressAt(0, 10));
  screen.progress(progressAt(1, 0));
  const [first, second] = shown().split('\x1b[2A\x1b[J');
  expect(first).toBe(
    `${'░'.repeat(24)} 0 of 2 runs · 3 min left\n  MLP · seed 1: step 10 of 1000\n`,
  );
  expect(second).toContain(`${'█'.repeat(12)}${'░'.repeat(12)} 1 of 2 runs`);
});

it('draws no more often than an eye follows', () => {
  const { terminal, shown } = terminalOf(true);
  const screen = createScreen(terminal, () => 0);
  for (let step = 0; step < 100; step++) screen.progress(progressAt(0, step));
  expect(shown().match(/runs/g)).toHaveLength(1);
});

it('writes a line for each ended run elsewhere, with the reason of one that failed', () => {
  const { terminal, shown } = terminalOf(false);
  const screen = createScreen(terminal, () => 0);
  screen.progress(progressAt(0, 0));
  screen.progress(progressAt(0, 5));
  screen.ended(failed);
  screen.close();
  expect(shown()).toBe('2 runs to come\n1/2 MLP · seed 1: failed. No images.\n');
});

it('tells durations as people do', () => {
  expect([800, 89_000, 150_000, 7_500_000].map(durationText)).toEqual([
    ...['1 s', '89 s', '3 min', '2 h 05 min'],
  ]);
});
