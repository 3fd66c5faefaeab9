import { describe, expect, it } from 'vitest';
import { corruptionErrors, runErrors, type RunErrors } from './corruptionError.ts';
import evidence from './fixtures/evidence.json' with { type: 'json' };

const { corruption } = evidence;
const run = (runId: string, clean: number | null, errors: (number | null)[]): RunErrors => ({
  ...{ runId, diverged: false, clean, errors },
});
const baseline = run('cnn', corruption.baselineClean, corruption.baseline);
const model = run('otter', corruption.modelClean, corruption.model);

describe('mean corruption error', () => {
  it('is that of the definition', () => {
    const found = corruptionErrors([baseline, model], 'cnn')!;
    const [, row] = found.rows;
    expect(row!.absolute.mean).toBeCloseTo(corruption.mCE, 12);
    expect(row!.relative.mean).toBeCloseTo(corruption.relativeMCE, 12);
    expect(row!.absolute.ratios).toHaveLength(15);
    row!.absolute.ratios.forEach((ratio, c) => expect(ratio).toBeCloseTo(corruption.ce[c]!, 12));
    row!.relative.ratios.forEach((ratio, c) =>
      expect(ratio).toBeCloseTo(corruption.relative[c]!, 12),
    );
    expect(found.counted).toEqual({ absolute: 15, relative: 15 });
  });

  it('is 1 for the baseline', () => {
    const [row] = corruptionErrors([baseline, model], 'cnn')!.rows;
    expect(row!.absolute.mean).toBe(1);
    expect(row!.relative.mean).toBe(1);
  });

  it('leaves out, for every run, where the baseline cannot measure', () => {
    // No error under the first; no loss under the second, which is easier than the clean images.
    const easy = run('cnn', 0.1, [0, 0.05, 0.2]);
    const other = run('otter', 0.2, [0.3, 0.1, 0.4]);
    const found = corruptionErrors([easy, other], 'cnn')!;
    expect(found.rows[1]!.absolute).toEqual({ ratios: [null, 2, 2], mean: 2 });
    const { ratios, mean } = found.rows[1]!.relative;
    expect(ratios.slice(0, 2)).toEqual([null, null]);
    expect(mean).toBeCloseTo(2, 12);
    expect(found.counted).toEqual({ absolute: 2, relative: 1 });
  });

  it('has no mean where the baseline never errs', () => {
    const found = corruptionErrors([run('a', 0, [0, 0]), run('b', 0, [0.5, 0.5])], 'a')!;
    expect(found.rows[1]!.absolute).toEqual({ ratios: [null, null], mean: null });
    expect(found.counted.absolute).toBe(0);
  });

  it('waits with a mean until everything has been asked', () => {
    const found = corruptionErrors(
      [run('a', 0.1, [0.2, 0.4]), run('b', 0.1, [0.2, null]), run('c', null, [0.2, 0.4])],
      'a',
    )!;
    expect(found.rows[1]!.absolute).toEqual({ ratios: [1, null], mean: null });
    expect(found.rows[2]!.absolute.mean).toBe(1);
    expect(found.rows[2]!.relative.mean).toBeNull();
    const early = corruptionErrors([run('a', 0.1, [0.2, null]), run('b', 0.1, [0.2, 0.3])], 'a')!;
    expect(early.isAsked).toBe(false);
    expect(early.rows.map(({ absolute }) => absolute.mean)).toEqual([null, null]);
    expect(early.rows[1]!.absolute.ratios).toEqual([1, null]);
  });

  it('leaves diverged runs out and counts them', () => {
    const diverged = { ...run('wreck', 0.9, [0.9, 0.9]), diverged: true };
    const found = corruptionErrors([diverged, run('a', 0.1, [0.2, 0.4])], 'a')!;
    expect(found.rows.map(({ runId }) => runId)).toEqual(['a']);
    expect(found.diverged).toBe(1);
    expect(corruptionErrors([diverged], 'wreck')).toBeNull();
    expect(corruptionErrors([baseline], 'nobody')).toBeNull();
  });

  it('refuses runs that were asked about different suites', () => {
    expect(() => corruptionErrors([baseline, run('b', 0, [0.1])], 'cnn')).toThrow(
      'found 1 errors of b, expected 15',
    );
  });
});

describe('errors of tallies', () => {
  it('are what is left of the share', () => {
    const clean = { right: [9, 8], total: [10, 10], broken: 0 };
    const found = runErrors('a', clean, [{ right: [1, 4], total: [10, 10], broken: 0 }, null]);
    expect(found.clean).toBeCloseTo(0.15, 12);
    expect(found.errors[0]).toBeCloseTo(0.75, 12);
    expect(found.errors[1]).toBeNull();
    expect(found.diverged).toBe(false);
  });
  it('are of a diverged run where an answer is no number', () => {
    const broken = { right: [0], total: [10], broken: 10 };
    expect(runErrors('a', null, [broken]).diverged).toBe(true);
  });
});
