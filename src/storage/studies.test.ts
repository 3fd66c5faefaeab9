import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { typedPlan } from '../studies/plan/testing.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { checkpoints } from './checkpoints.ts';
import { changeIn, closeDatabase, readFrom } from './database.ts';
import {
  changeStudy,
  checkpointOf,
  deleteStudy,
  listStudies,
  putStudy,
  putStudyRun,
  readStudy,
  readStudyRun,
  readStudyRuns,
  type StudyRow,
} from './studies.ts';
import { expectCode, someCheckpoint, someRun } from './testing.ts';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('coordinet-lab');
});

function someRow(id: string, changes: Partial<StudyRow> = {}): StudyRow {
  return {
    study: {
      id,
      plan: readPlan(typedPlan),
      amendments: [],
      createdAt: '2026-01-02T03:04:05.678Z',
      lookedAt: null,
    },
    ...{ wish: 'planned', ended: 0, all: 12, places: 0, repeats: [], resumptions: 0 },
    updatedAt: '2026-01-02T03:04:05.678Z',
    ...changes,
  };
}

const progress = { ended: 1, all: 12, repeats: [] };
const count = (store: 'studyRuns' | 'checkpoints' | 'chunks') =>
  readFrom([store], (transaction) => transaction.objectStore(store).count());

describe('kept studies', () => {
  it('are listed without their runs, the one that was changed last first', async () => {
    const old = someRow('old');
    const young = someRow('young', { updatedAt: '2026-02-02T00:00:00.000Z' });
    await putStudy(old);
    await putStudy(young);
    expect(await listStudies()).toEqual({ rows: [young, old], dropped: [] });
    await putStudyRun('old', someRun('a'), progress);
    const { rows } = await listStudies();
    expect(rows.map(({ study, ended }) => [study.id, ended])).toEqual([
      ['old', 1],
      ['young', 0],
    ]);
  });

  it('give their runs in the order in which they ended, each once', async () => {
    await putStudy(someRow('s'));
    for (const id of ['c', 'a', 'b', 'a']) await putStudyRun('s', someRun(id), progress);
    const { runs, dropped } = await readStudyRuns('s');
    expect(runs.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(dropped).toEqual([]);
    expect(await readStudyRun('s', 'a')).toEqual(someRun('a'));
    expect(await readStudyRun('s', 'z')).toBeUndefined();
  });

  it('keep their runs apart, also where one id begins another', async () => {
    for (const id of ['s', 's1']) await putStudy(someRow(id));
    await putStudyRun('s', someRun('a'), progress);
    await putStudyRun('s1', someRun('a', { name: 'other' }), progress);
    expect((await readStudyRuns('s')).runs.map(({ name }) => name)).toEqual(['calm-otter']);
  });

  it('change with the run or not at all', async () => {
    await putStudy(someRow('s'));
    const faulty = { ...someRun('a'), callback: () => 'not data' };
    await expectCode(putStudyRun('s', faulty, progress), 'storage-value');
    expect(await readStudy('s')).toEqual(someRow('s'));
    expect(await count('studyRuns')).toBe(0);
  });

  it('take no run once they are deleted', async () => {
    expect(await putStudyRun('gone', someRun('a'), progress)).toBeUndefined();
    expect(await count('studyRuns')).toBe(0);
  });

  it('come from a file with all of their runs', async () => {
    await putStudy(someRow('s'), [someRun('b'), someRun('a')]);
    await putStudyRun('s', someRun('c'), progress);
    expect((await readStudyRuns('s')).runs.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('are changed as they are by then', async () => {
    await putStudy(someRow('s'));
    await Promise.all([
      changeStudy('s', ({ resumptions }) => ({ resumptions: resumptions + 1 })),
      changeStudy('s', ({ resumptions }) => ({ resumptions: resumptions + 1 })),
    ]);
    expect((await readStudy('s'))!.resumptions).toBe(2);
    expect(await changeStudy('gone', () => ({ wish: 'paused' }))).toBeUndefined();
  });

  it('are deleted with their runs and checkpoints, and with nothing of others', async () => {
    for (const id of ['s', 's1']) {
      await putStudy(someRow(id));
      await putStudyRun(id, someRun('a'), progress);
      await checkpoints.write(someCheckpoint(checkpointOf(id, 'b'), 5));
    }
    await checkpoints.write(someCheckpoint('b', 5));
    await deleteStudy('s');
    expect((await listStudies()).rows.map(({ study }) => study.id)).toEqual(['s1']);
    expect((await readStudyRuns('s')).runs).toEqual([]);
    expect(await checkpoints.read(checkpointOf('s', 'b'))).toBeUndefined();
    expect(await checkpoints.read(checkpointOf('s1', 'b'))).toBeDefined();
    expect(await checkpoints.read('b')).toBeDefined();
    expect(await count('studyRuns')).toBe(1);
  });

  it('that are damaged are left out and reported, and can be deleted', async () => {
    await putStudy(someRow('good'));
    await changeIn(['studies', 'studyRuns'], async (transaction) => {
      await transaction.objectStore('studies').put({ study: {} }, 'bad');
      await transaction.objectStore('studyRuns').put({ place: 0, run: null }, ['good', 'x']);
    });
    const { rows, dropped } = await listStudies();
    expect(rows.map(({ study }) => study.id)).toEqual(['good']);
    expect(dropped.map(({ id }) => id)).toEqual(['bad']);
    await expectCode(readStudy('bad'), 'study-damaged');
    expect((await readStudyRuns('good')).dropped.map(({ id }) => id)).toEqual(['x']);
    await deleteStudy('bad');
    expect((await listStudies()).dropped).toEqual([]);
  });
});
