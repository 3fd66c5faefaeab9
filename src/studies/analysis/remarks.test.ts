import { describe, expect, it } from 'vitest';
import { analyseStudy } from './analyseStudy.ts';
import { runsOf, studyOf } from './testing.ts';

describe('remarks', () => {
  const study = studyOf();
  const environment = {
    ...{ backend: 'wasm', backendLabel: 'WASM · 2 threads', threads: 2, adapter: null },
    ...{ platform: 'Node 20', libraries: {} },
  };
  const remarksOf = (change: (place: { arm: string; seed: number }) => object) =>
    analyseStudy(
      study,
      runsOf(study.plan, (place) => ({ change: (run) => ({ ...run, ...change(place) }) })),
    ).remarks;

  it('are none where nothing is to be said', () => {
    expect(remarksOf(() => ({ environment, datasetSha256: 'aa' }))).toEqual([]);
  });

  it('are loud about runs on data that differ', () => {
    const [first] = remarksOf(({ seed }) => ({
      datasetSha256: (seed === 2 ? 'bb' : 'aa').repeat(32),
    }));
    expect(first).toMatch(
      /^Careful: not all runs on Typefaces saw the same data \(SHA-256 aaaaaaaaaaaa and bbbbbbbbbbbb\)/,
    );
  });

  it('are loud about pairs that saw another order', () => {
    const runs = runsOf(study.plan, ({ arm, seed }) => ({
      change: (run) => ({
        ...run,
        final: {
          ...run.final!,
          batchOrderSha256: seed === 2 && arm === 'CNN' ? 'other' : `order ${seed}`,
        },
      }),
    }));
    expect(analyseStudy(study, runs).remarks).toEqual([
      'Careful: no pairs, since they saw other images or another order: CNN and Coordinet at seed 2.',
    ]);
  });

  it('name backends and versions that are mixed', () => {
    const remarks = remarksOf(({ seed }) => ({
      environment: { ...environment, backend: seed === 1 ? 'webgpu' : 'wasm' },
      app: { version: '0.1', commit: seed === 1 ? 'abc' : 'def' },
    }));
    expect(remarks[0]).toMatch(/^Runs come from 2 backends \(wasm and webgpu\)/);
    expect(remarks[1]).toBe('Runs come from 2 versions of the lab: 0.1 (def) and 0.1 (abc).');
  });

  it('say what was amended, and whether results had been looked at', () => {
    const amended = studyOf({}, [
      {
        at: '2026-11-21T23:30:00.000Z',
        what: 'seeds 2 and 3 added',
        endedRuns: 4,
        afterLooking: true,
      },
    ]);
    expect(analyseStudy(amended, []).remarks[0]).toBe(
      'Amended on 21 November 2026, after results had been looked at: seeds 2 and 3 added (4 runs had ended).',
    );
  });

  it('say how much is still to come', () => {
    expect(analyseStudy(study, []).remarks).toEqual([
      '12 of 12 runs are still to come; every figure may change with them.',
    ]);
  });
});
