import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../training/result.ts';
import { cellsOf } from '../plan/cells.ts';
import { endedRun, typedTuning } from '../plan/testing.ts';
import { analyseStudy } from './analyseStudy.ts';
import { methodsParagraph, methodsSentences } from './methods.ts';
import { runsOf, studyOf } from './testing.ts';

const trainedHere = (run: RunRecord): RunRecord => ({
  ...run,
  datasetSha256: '0123456789abcdef'.repeat(4),
  environment: {
    ...{ backend: 'wasm', backendLabel: 'WASM · 2 threads', threads: 2, adapter: null },
    ...{ platform: 'Node 20.20', libraries: {} },
  },
  app: { version: '0.1.0', commit: '12ab34cd56ef7890' },
});

describe('the methods of a study', () => {
  const study = studyOf({ seeds: [1, 2, 3, 5] });
  const runs = runsOf(study.plan, ({ arm, seed }) => ({
    ...(arm === 'CNN' && seed === 5 && { status: 'diverged' as const }),
    parameterCount: arm === 'CNN' ? 41_000 : 41_354,
    trainedMs: 41_000,
    change: trainedHere,
  }));
  const text = methodsParagraph(study, analyseStudy(study, runs));

  it('name data with sizes and hash, models with options and parameters', () => {
    expect(text).toContain('Typefaces (2,000 test images, SHA-256 0123456789ab…)');
    expect(text).toContain('were trained on N = 30 and 100 images');
    expect(text).toContain('Varied for all arms alike: Training images (30 and 100).');
    expect(text).toMatch(
      /Compared were Coordinet: Coordinet \(width before pooling 128, .*\) with Gaussian Fourier.* \(.*bandwidth .*\), 41,354 parameters; CNN: CNN \(.*\), 41,000 parameters\./,
    );
  });

  it('name optimiser, schedule, steps, batches and augmentation', () => {
    expect(text).toContain(
      'All were trained with Adam (β₁ 0.9, β₂ 0.999, ε 1e-8), a learning rate of 0.006 (schedule: one cycle (share of warm-up 0.3)), batches of 64, 100 steps, no augmentation.',
    );
    expect(text).toContain('No arm was tuned in this study');
  });

  it('name seeds, pairing, tests with their family, endings and cost', () => {
    expect(text).toContain('4 seeds (1 to 3, 5)');
    expect(text).toContain('runs are paired by seed');
    expect(text).toContain('Of 16 planned runs, 2 diverged;');
    expect(text).toContain('The 1 declared comparison (CNN against Coordinet) was judged');
    expect(text).toContain('from exact two-sided sign-flip tests');
    expect(text).toContain('which takes at least 6 seeds');
    expect(text).toContain(
      'The finished runs trained for 9 min 34 s in all on WASM · 2 threads (Node 20.20), with Coordinet Lab 0.1.0 (12ab34cd56ef).',
    );
    expect(text).toContain('The plan was fixed before the first run and not changed after it.');
  });

  it('tell arms that are trained in other ways apart', () => {
    const arms = [
      { label: 'slow', changes: { learningRate: 0.001 } },
      { label: 'fast', changes: { learningRate: 0.01 } },
    ];
    const apart = studyOf({ arms });
    const [, , training] = methodsSentences(apart, analyseStudy(apart, []));
    expect(training).toMatch(
      /^Training: slow with .* a learning rate of 0\.001 .*; fast with .* a learning rate of 0\.01 /,
    );
  });

  it('say what was amended in place of that nothing was', () => {
    const at = '2026-11-21T10:00:00.000Z';
    const amended = studyOf({}, [{ at, what: 'seed 3 added', endedRuns: 8, afterLooking: true }]);
    const all = methodsParagraph(amended, analyseStudy(amended, []));
    expect(all).toContain('after results had been looked at: seed 3 added (8 runs had ended)');
    expect(all).not.toContain('not changed');
  });

  it('tell ranges, draws, slice and choice of the tuning', () => {
    const search = [...typedTuning.search, { path: 'batchSize', values: [16, 32] }];
    const tuned = studyOf({
      tuning: { ...typedTuning, search, at: { 'Training images': '100' } },
      base: { steps: 100, validationImages: 200, stopping: { id: 'validation', options: {} } },
    });
    const tuning = cellsOf(tuned.plan, []).cells.map(({ spec, draw }) =>
      endedRun(spec, { validation: { accuracy: draw! / 10, loss: 1 } }),
    );
    const analysis = analyseStudy(tuned, tuning);
    const all = methodsParagraph(tuned, analysis);
    expect(all).toContain(
      '100 steps at most (stopping by validation (patience 10 points) on 200 held-out training images)',
    );
    expect(all).toContain(
      'Each arm was tuned at Training images 100, for all levels by random search with the same budget, 4 draws of which the first is the arm as given, each trained with 2 seeds (101, 102; none of the study’s own), over learning rate from 0.0005 to 0.02, log-uniform and batch size in {16, 32}.',
    );
    expect(all).toContain('highest mean accuracy on 200 validation images');
    expect(all).toMatch(
      /The choices: Coordinet: learning rate 0\.\d+, batch size \d+; CNN: learning rate/,
    );
    expect(analysis.tuned).toHaveLength(2);
    expect(analysis.tuned[0]).toMatchObject({
      arm: 'Coordinet',
      draws: 4,
      draw: 3,
      givenAccuracy: 0,
    });
    expect(analysis.tuned[0]!.validationAccuracy).toBeCloseTo(0.3, 12);
  });

  it('say nothing of runs that there are not', () => {
    const none = studyOf({ factors: [] });
    const all = methodsParagraph(none, analyseStudy(none, []));
    expect(all).toContain(
      'Models classified images of Typefaces and were trained on N = 5,000 images',
    );
    expect(all).not.toMatch(/undefined|null|NaN|trained for/);
  });
});
