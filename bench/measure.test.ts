import { describe, expect, it } from 'vitest';
import type { Session } from './contenders/contender.ts';
import { measure, type Contestant } from './measure.ts';

const limits = { stepMs: 50, firstStepMs: 50, budgetMs: 10_000 };
const silent = () => {};

/** Says that a step takes `ms`, and notes its name with each sample. */
function contestant(id: Contestant['id'], ms: number, calls: string[]): Contestant {
  const session: Session = {
    threads: 1,
    async steps(count) {
      calls.push(`${id} ${count}`);
      return { ms, issueMs: ms, loss: 1 };
    },
    async dispose() {
      calls.push(`${id} ends`);
    },
  };
  return { id, open: async () => session };
}

describe('measuring', () => {
  it('warms every contender up, then lets them take turns', async () => {
    const calls: string[] = [];
    const both = [contestant('lab', 600, calls), contestant('stock', 1100, calls)];
    const outcomes = await measure(both, 2, silent, limits);
    const warmUp = ['lab 1', 'lab 1', 'lab 1', 'stock 1', 'stock 1'];
    const turns = ['lab 1', 'stock 1', 'lab 1', 'stock 1'];
    expect(calls).toEqual([...warmUp, ...turns, 'lab ends', 'stock ends']);
    expect(outcomes.lab).toMatchObject({ warmUp: 3, threads: 1 });
    expect(outcomes.lab!.samples).toHaveLength(5);
  });

  it('warms a fast contender up for longer, step by step', async () => {
    const { lab } = await measure([contestant('lab', 20, [])], 1, silent, limits);
    expect(lab!.warmUp).toBe(51); // the first does not count towards its second of steps
    expect(lab!.samples.at(-1)).toMatchObject({ first: 51, steps: 2 });
  });

  it('gives all as many steps in a sample as make the fastest worth timing', async () => {
    const calls: string[] = [];
    await measure(
      [contestant('lab', 10, calls), contestant('stock', 30, calls)],
      1,
      silent,
      limits,
    );
    expect(calls).toContain('lab 4');
    expect(calls).toContain('stock 4');
  });

  it('asks a slow contender for fewer samples, of which one counts', async () => {
    const calls: string[] = [];
    const slow = contestant('stock', 20_000, calls);
    const outcomes = await measure([contestant('lab', 100, calls), slow], 5, silent, limits);
    expect(outcomes.stock!.samples).toHaveLength(2);
    expect(outcomes.stock!.warmUp).toBe(1);
    expect(outcomes.lab!.samples.length - outcomes.lab!.warmUp).toBe(5);
  });

  it('says why a contender cannot start, and goes on', async () => {
    const open = async () => Promise.reject(new Error('no such backend\nand a trace'));
    const outcomes = await measure(
      [{ id: 'stock', open }, contestant('lab', 100, [])],
      1,
      silent,
      limits,
    );
    expect(outcomes.stock).toMatchObject({ samples: [], reason: 'no such backend' });
    expect(outcomes.lab!.samples.length - outcomes.lab!.warmUp).toBe(1);
  });

  it('ends one whose step never comes back', async () => {
    const ends: string[] = [];
    const stuck = contestant('stock', 1, ends);
    const session = { ...(await stuck.open()), steps: () => new Promise<never>(() => {}) };
    const outcomes = await measure([{ id: 'stock', open: async () => session }], 1, silent, limits);
    expect(outcomes.stock!.reason).toMatch(/over/);
    expect(ends).toContain('stock ends');
  });
});
