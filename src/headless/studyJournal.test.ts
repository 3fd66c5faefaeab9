import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { recordOfRun } from '../studies/running/studyRun.ts';
import { appendPoint, emptyHistory } from '../training/history.ts';
import type { RunRecord } from '../training/result.ts';
import { openJournal, readJournal } from './studyJournal.ts';

const plan = readPlan({
  title: 'One arm',
  arms: [{ label: 'MLP', changes: {} }],
  seeds: [1, 2, 3],
});
const study = {
  ...{ id: '0123456789abcdef', plan, amendments: [], lookedAt: null },
  createdAt: '2026-01-01T00:00:00.000Z',
};
const history = appendPoint(emptyHistory(), {
  ...{ step: 0, trainLoss: null, trainAccuracy: null, testLoss: Infinity, testAccuracy: 0.1 },
  ...{ testClassAccuracy: null, validationLoss: NaN, validationAccuracy: null },
});
const runs: RunRecord[] = cellsOf(plan, []).cells.map((cell) =>
  recordOfRun(
    plan,
    cell,
    {
      id: `${cell.seed}`.repeat(16),
      createdAt: '2026-01-01T00:00:00.000Z',
      ...{ environment: null, datasetSha256: null, app: { version: '0', commit: 'unknown' } },
    },
    { log: { step: 0, history }, ending: { outcome: 'failed', reason: 'of the test' } },
  ),
);

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'journal');
});
afterEach(() => rm(folder, { recursive: true }));

async function keep(before: readonly RunRecord[], added: readonly RunRecord[]): Promise<void> {
  const journal = await openJournal(path, { study, runs: before });
  for (const run of added) await journal.keep(run);
  await journal.close();
}

it('holds the study and its runs, numbers that are not finite among them', async () => {
  expect(await readJournal(path)).toBeUndefined();
  await keep([], runs);
  expect(await readJournal(path)).toEqual({ study, runs });
});

it('drops what a kill left of a last line, and goes on behind it', async () => {
  await keep([], runs.slice(0, 2));
  const text = await readFile(path, 'utf8');
  for (const cut of [1, 20, 400]) {
    await writeFile(path, text.slice(0, -cut));
    expect(await readJournal(path)).toEqual({ study, runs: runs.slice(0, 1) });
  }
  await keep(runs.slice(0, 1), runs.slice(1));
  expect(await readJournal(path)).toEqual({ study, runs });
});

it('begins anew with what it is told where that is more than it holds', async () => {
  await keep([], runs.slice(0, 1));
  await keep(runs.slice(0, 2), runs.slice(2));
  expect(await readJournal(path)).toEqual({ study, runs });
});

it('refuses a line that was changed, and a journal of another version', async () => {
  await keep([], runs);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('of the test', 'of the best'));
  const codeOfReading = () => readJournal(path).then(() => 'none', codeOf);
  expect(await codeOfReading()).toBe('journal-damaged');
  await rm(path);
  await appendFile(path, text.split('\n')[1]! + '\n');
  expect(await codeOfReading()).toBe('journal-version');
});
