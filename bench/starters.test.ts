import { describe, expect, it } from 'vitest';
import { measure } from './measure.ts';
import { rowOf, type RowPlan } from './row.ts';
import { cannotTrain, createStarters } from './starters.ts';

const plan: RowPlan = { case: 'cnn', place: 'node', backend: 'wasm', threads: 1, batch: 32 };

/** Only workers are opened here; PyTorch would start a process. */
function startersWith(reason: string) {
  const opened: string[] = [];
  const starters = createStarters(({ batch }) => async (contender) => {
    opened.push(`${contender} ${batch}`);
    throw new Error(reason);
  });
  const run = async (of: RowPlan) => {
    const workers = starters.forRow(of).filter(({ id }) => id !== 'pytorch');
    const row = rowOf(of, await measure(workers, 1, () => {}), 1);
    starters.hear(row);
    return row;
  };
  return { opened, run };
}

describe('who takes part', () => {
  it('is everyone on the CPU, and all but PyTorch beside a GPU', () => {
    const starters = createStarters(() => async () => Promise.reject(new Error('unused')));
    const ids = (backend: RowPlan['backend']) =>
      starters.forRow({ ...plan, backend }).map(({ id }) => id);
    expect(ids('wasm')).toEqual(['lab', 'stock', 'pytorch', 'jaxJs']);
    expect(ids('webgpu')).toEqual(['lab', 'stock', 'jaxJs']);
  });

  it('is nobody who was too slow with a smaller batch', async () => {
    const { opened, run } = startersWith('a step takes over 60 s');
    await run(plan);
    const row = await run({ ...plan, batch: 128 });
    expect(opened).toEqual(['lab 32', 'stock 32', 'jaxJs 32']);
    expect(row.reasons.lab).toBe('a step takes over 60 s with batch 32 already');
    await run({ ...plan, batch: 128, case: 'mlp' });
    expect(opened).toContain('lab 128');
  });

  it('is everyone again who failed for another reason', async () => {
    const { opened, run } = startersWith('no gradient');
    await run(plan);
    await run({ ...plan, batch: 128 });
    expect(opened).toContain('stock 128');
  });

  it('is TensorFlow.js on its CPU where WASM cannot train', () => {
    const failed = { samples: [], warmUp: 0, reason: 'no gradient' };
    expect(cannotTrain(plan, { stock: failed })).toBe(true);
    expect(cannotTrain({ ...plan, backend: 'webgl' }, { stock: failed })).toBe(false);
  });
});
