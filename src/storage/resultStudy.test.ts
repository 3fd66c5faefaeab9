import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabError } from '../core/errors.ts';
import { analyseStudy } from '../studies/analysis/analyseStudy.ts';
import { addSeeds } from '../studies/plan/amending.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { studyId } from '../studies/plan/planText.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { endedRun, typedPlan, typedTuning } from '../studies/plan/testing.ts';
import type { Study } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { exportStudy, readResults, type ExportContext } from './resultFile.ts';
import { someEnvironment } from './testing.ts';

const fixture = readFileSync(new URL('./fixtures/study-v4.json', import.meta.url), 'utf8');

const context: ExportContext = {
  app: { name: 'Coordinet Lab', version: '0.1.0', commit: '6ea1cd4' },
  environment: someEnvironment,
  created: '2026-01-03T00:00:00.000Z',
};

async function someStudy(plan: StudyPlan): Promise<Study> {
  const dates = { createdAt: '2026-01-02T00:00:00.000Z', lookedAt: null };
  return { id: await studyId(plan), plan, amendments: [], ...dates };
}

/** Runs the plan as its tuning unfolds. */
function runsOf(plan: StudyPlan): RunRecord[] {
  const runs: RunRecord[] = [];
  for (;;) {
    const { open } = cellsOf(plan, runs);
    if (open.length === 0) return runs;
    runs.push(
      ...open.map(({ spec, draw }) =>
        endedRun(spec, { validation: { accuracy: 0.5 + (draw ?? 0) / 10, loss: 1 } }),
      ),
    );
  }
}

/** As much of a file as is edited below. */
interface FileJson {
  readonly study: {
    verdict?: string;
    readonly plan: {
      seeds: number[];
      readonly arms: { readonly changes: { readonly architecture: { id: string } } }[];
    };
  };
  readonly runs: { readonly id: string; readonly spec: { seed: number } }[];
}

async function faultOf(text: string): Promise<LabError> {
  const error: unknown = await readResults(text).catch((reason: unknown) => reason);
  if (error instanceof LabError) return error;
  throw new Error(`expected a LabError, found ${JSON.stringify(error)}`);
}

describe('results of a study', () => {
  it('of version 4 are read for ever, with what the study said', async () => {
    const { study, runs, analysis, isEdited } = await readResults(fixture);
    expect(isEdited).toBe(false);
    expect(study).toMatchObject({ amendments: [], lookedAt: '2026-01-03T00:00:00.000Z' });
    expect(study!.plan.arms.map(({ label }) => label)).toEqual(['Coordinet', 'CNN']);
    expect(runs.map(({ status }) => status)).toEqual([
      'finished',
      'finished',
      'finished',
      'diverged',
      'finished',
    ]);
    expect(analysis!.cells.map(({ arm, values, repeated }) => [arm, values, repeated])).toEqual([
      ['Coordinet', [0.7, 0.825], 0],
      ['CNN', [0.7625, 0.8875], 1],
    ]);
    expect(cellsOf(study!.plan, runs).open).toEqual([]);
  });

  it('are the same, byte by byte, when they are exported again', async () => {
    const { study, runs, analysis } = await readResults(fixture);
    const text = exportStudy({ study: study!, runs }, analysis, context);
    const again = await readResults(text);
    expect(again.study).toEqual(study);
    expect(again.analysis).toEqual(analysis);
    expect(exportStudy({ study: again.study!, runs: again.runs }, again.analysis, context)).toBe(
      text,
    );
  });

  it('may be half done, tuned and not analysed', async () => {
    const plan = readPlan({
      ...typedPlan,
      base: { steps: 100, validationImages: 100 },
      tuning: typedTuning,
    });
    const study = await someStudy(plan);
    const all = runsOf(plan);
    for (const runs of [all, all.slice(0, 9), []]) {
      const read = await readResults(exportStudy({ study, runs }, null, context));
      expect(read.study).toEqual(study);
      expect(read.analysis).toBeNull();
      expect(read.runs.map(({ id }) => id)).toEqual(runs.map(({ id }) => id));
    }
  });

  it('keep the id of an amended study', async () => {
    const plan = readPlan(typedPlan);
    const before = await someStudy(plan);
    const amended = addSeeds(before, [4], { at: '2026-01-03T00:00:00.000Z', endedRuns: 12 });
    const runs = runsOf(amended.plan);
    const analysis = analyseStudy(amended, runs);
    const read = await readResults(exportStudy({ study: amended, runs }, analysis, context));
    expect(read.study).toEqual(amended);
    expect(read.analysis).toEqual(analysis);
  });

  it('tell that a verdict was edited', async () => {
    const edited = fixture.replace('"verdict": "', '"verdict": "Surely ');
    expect(edited).not.toBe(fixture);
    expect((await readResults(edited)).isEdited).toBe(true);
  });

  it.each<[what: string, edit: (file: FileJson) => void, code: string, part: string]>([
    [
      'another plan than the one that names the study',
      ({ study }) => study.plan.seeds.push(3),
      'results-study-id',
      'study.id',
    ],
    [
      'a run that answers no cell',
      ({ runs }) => (runs[1]!.spec.seed = 77),
      'results-foreign-run',
      'runs[1]',
    ],
    [
      'a cell that finished twice',
      ({ runs }) => runs.push({ ...runs[0]!, id: 'again' }),
      'results-cell-twice',
      'runs[5] and runs[0]',
    ],
    [
      'a plan without seeds',
      ({ study }) => (study.plan.seeds = []),
      'results-range',
      'study.plan.seeds',
    ],
    [
      'a plan with an unknown system',
      ({ study }) => (study.plan.arms[1]!.changes.architecture.id = 'transformer'),
      'unknown-system',
      '"transformer"',
    ],
    [
      'a field that nobody knows',
      ({ study }) => (study.verdict = 'better'),
      'results-unknown-field',
      '"verdict" in study',
    ],
  ])('are refused with %s', async (_, edit, code, part) => {
    const file = JSON.parse(fixture) as FileJson;
    edit(file);
    const fault = await faultOf(JSON.stringify(file));
    expect(fault.code, fault.message).toBe(code);
    expect(fault.message).toContain(part);
  });
});
