import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkpoints } from './checkpoints.ts';
import { changeIn, closeDatabase } from './database.ts';
import { deleteRun, listRuns, putRun, putRuns } from './runs.ts';
import { expectCode, someCheckpoint, someRun, without } from './testing.ts';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('coordinet-lab');
});

const putRaw = (id: string, value: unknown) =>
  changeIn(['runs'], async (transaction) => {
    await transaction.objectStore('runs').put(value, id);
  });

describe('kept runs', () => {
  it('come back as they were put, oldest first', async () => {
    const older = someRun('b', { createdAt: '2026-01-01T00:00:00.000Z' });
    const newer = someRun('a', { createdAt: '2026-01-02T00:00:00.000Z' });
    await putRuns([newer, older]);
    expect(await listRuns()).toEqual({ runs: [older, newer], dropped: [] });
  });

  it('of an earlier version come with what has been added since', async () => {
    const old = without(someRun('a'), 'notes', 'tags', 'comparison');
    const history = without(old.history, 'testClassAccuracy');
    await putRaw('a', { ...old, history });
    const { runs, dropped } = await listRuns();
    expect(dropped).toEqual([]);
    expect(runs).toEqual([
      {
        ...old,
        ...{ notes: '', tags: [], comparison: null },
        history: { ...history, testClassAccuracy: [null, null, null] },
      },
    ]);
  });

  it('are replaced by id', async () => {
    await putRun(someRun('a', { status: 'training', final: null }));
    await putRun(someRun('a'));
    expect((await listRuns()).runs).toEqual([someRun('a')]);
  });

  it('are put all or none', async () => {
    const faulty = { ...someRun('b'), callback: () => 'not data' };
    await expectCode(putRuns([someRun('a'), faulty]), 'storage-value');
    expect((await listRuns()).runs).toEqual([]);
  });

  it('are deleted with their checkpoint', async () => {
    await putRun(someRun('a'));
    await checkpoints.write(someCheckpoint('a', 5));
    await deleteRun('a');
    expect((await listRuns()).runs).toEqual([]);
    expect(await checkpoints.read('a')).toBeUndefined();
  });

  it.each<[what: string, value: unknown, reason: string]>([
    ['is no object', 'text', 'nothing that is a run'],
    ['is null', null, 'nothing that is a run'],
    ['is empty', {}, '"id"'],
    ['has an unknown state', someRun('bad', { status: 'asleep' as never }), '"status"'],
    ['has no history', { ...someRun('bad'), history: undefined }, '"history"'],
    [
      'has columns of unequal length',
      someRun('bad', { history: { ...someRun('bad').history, step: [0] } }),
      '"history"',
    ],
    ['has tags that are no words', someRun('bad', { tags: [7] as never }), '"tags"'],
    [
      'has accuracies of classes that are none',
      someRun('bad', {
        history: { ...someRun('bad').history, testClassAccuracy: [null, null, 'x'] as never },
      }),
      '"history"',
    ],
    ['has half a result', someRun('bad', { final: { testLoss: 1 } as never }), '"final"'],
    [
      'names an unknown system',
      someRun('bad', {
        spec: { ...someRun('bad').spec, architecture: { id: 'transformer', options: {} } },
      }),
      '"transformer"',
    ],
  ])('are there without one that %s, which is reported', async (_, value, reason) => {
    await putRun(someRun('good'));
    await putRaw('bad', value);
    const { runs, dropped } = await listRuns();
    expect(runs).toEqual([someRun('good')]);
    expect(dropped).toEqual([{ id: 'bad', reason: expect.stringContaining(reason) as string }]);
    await deleteRun('bad');
    expect((await listRuns()).dropped).toEqual([]);
  });

  it('may have losses that are not finite', async () => {
    const history = { ...someRun('a').history, testLoss: [2, NaN, Infinity] };
    await putRun(someRun('a', { history, status: 'diverged', final: null }));
    expect((await listRuns()).runs[0]!.history.testLoss).toEqual([2, NaN, Infinity]);
  });
});
