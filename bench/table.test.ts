import { describe, expect, it } from 'vitest';
import {
  lossDifference,
  median,
  rowOf,
  type Outcome,
  type RowPlan,
  type TakenSample,
} from './row.ts';
import { markdownText, notesOf, shortNumber, tableText } from './table.ts';

const plan: RowPlan = {
  case: 'mlp',
  place: 'node',
  backend: 'wasm',
  threads: 1,
  batch: 32,
};

const sample = (first: number, ms: number, loss = 2): TakenSample => ({
  first,
  steps: 1,
  ms,
  issueMs: ms / 2,
  loss,
  peakBytes: 2 ** 21,
});

/** The first sample is warm-up, and slow. */
const outcome = (...ms: number[]): Outcome => ({
  samples: [1e6, ...ms].map((each, first) => sample(first, each)),
  warmUp: 1,
  threads: 1,
});

const failed: Outcome = { samples: [], warmUp: 0, reason: 'no gradient' };

describe('a row', () => {
  const row = rowOf(plan, { lab: outcome(4, 2, 9), stock: outcome(40), pytorch: outcome(2) }, 1e9);

  it('has the median of what was measured, without the warm-up', () => {
    expect(row).toMatchObject({ labMs: 4, stockMs: 40, pytorchMs: 2, jaxJsMs: null });
    expect(row.labIssueMs).toBe(2);
  });

  it('counts two operations for each multiply-add', () => {
    expect(row.gflops).toBe(500); // 2 · 10⁹ in 4 ms
  });

  it('has the largest memory in MiB', () => {
    expect(row.peakMiB.lab).toBe(2);
  });

  it('says whether the losses agree, and null where nobody can tell', () => {
    expect(row.lossesAgree).toBe(true);
    const apart = { ...outcome(40), samples: [sample(0, 1), sample(1, 40, 2.1)] };
    expect(rowOf(plan, { lab: outcome(4), stock: apart }, 1).lossesAgree).toBe(false);
    expect(rowOf(plan, { lab: outcome(4), stock: failed }, 1).lossesAgree).toBeNull();
    const onCpu = rowOf(plan, { lab: outcome(4), stock: failed, stockCpu: outcome(90) }, 1);
    expect(onCpu).toMatchObject({ stockMs: null, stockCpuMs: 90, lossesAgree: true });
  });

  it('never agrees with a loss that is no number', () => {
    const broken = { ...outcome(4), samples: [sample(0, 1, NaN)] };
    expect(lossDifference(outcome(4), broken)).toBe(Infinity);
  });

  it('compares the losses of the same steps only', () => {
    const later = { ...outcome(4), samples: [sample(0, 1), sample(5, 40, 7)] };
    expect(lossDifference(outcome(4), later)).toBe(0);
    expect(lossDifference(outcome(4), { ...later, samples: [sample(5, 1)] })).toBeUndefined();
  });

  it('takes the middle of an even count', () => {
    expect(median([1, 9, 2, 4])).toBe(3);
    expect(median([])).toBeNull();
  });
});

describe('the table', () => {
  const row = rowOf(plan, { lab: outcome(4), stock: outcome(40), pytorch: outcome(2) }, 1e9);
  const without = rowOf({ ...plan, batch: 128 }, { lab: outcome(4), stock: failed }, 1e9);

  it('has three digits that count', () => {
    expect([0.0413, 5.267, 31.44, 1540.2, null].map((value) => shortNumber(value))).toEqual([
      '0.041',
      '5.27',
      '31.4',
      '1,540',
      '–',
    ]);
  });

  it('says how many times as fast the lab is', () => {
    expect(tableText([row])).toMatch(/10\.0×\s+0\.500×/);
  });

  it('aligns its columns', () => {
    const [head, first] = tableText([row, without]).split('\n');
    expect(head!.length).toBe(first!.length);
  });

  it('is Markdown where asked', () => {
    const [head, rule, first] = markdownText([row]).split('\n');
    const count = (line: string | undefined) => line!.split('|').length;
    expect(head).toMatch(/^\| Case \| Backend \| Batch \|/);
    expect([count(rule), count(first)]).toEqual([count(head), count(head)]);
  });

  it('says why something is missing, once for all rows', () => {
    const other = { ...without, case: 'cnn' };
    expect(notesOf([row, without, other])).toEqual([
      'TensorFlow.js on wasm: no gradient (mlp 128, cnn 128)',
    ]);
  });

  it('shows whose losses differ', () => {
    const apart = { ...outcome(40), samples: [sample(0, 1), sample(1, 40, 2.1)] };
    expect(tableText([rowOf(plan, { lab: outcome(4), pytorch: apart }, 1)])).toMatch(
      /no: PyTorch 5e-2/,
    );
  });
});
