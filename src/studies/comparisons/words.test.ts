import { describe, expect, it } from 'vitest';
import { completeFinal } from '../../training/result.ts';
import { createDefaultSpec, readSpec } from '../../training/specs.ts';
import { isFinished, tableOf, type ArmRun } from './table.ts';
import { caution, contrast, leadText, listText } from './words.ts';

const spec = readSpec(createDefaultSpec(), 'the test');
const arm = (label: string, testAccuracy: number | null): ArmRun => ({
  label,
  spec: { ...spec, seed: label.length },
  state: testAccuracy === null ? 'diverged' : 'finished',
  final:
    testAccuracy === null
      ? null
      : completeFinal({
          ...{ testAccuracy, testLoss: 0.1, testCount: 2000, parameterCount: 10 },
          ...{ weightsSha256: '', trainedMs: 1 },
        }),
});
const rowsOf = (...arms: ArmRun[]) => tableOf(arms).filter(isFinished);

describe('the table', () => {
  it('ranks the best first and puts what has no result last', () => {
    const table = tableOf([arm('a', 0.5), arm('bb', null), arm('ccc', 0.9), arm('dddd', 0.5)]);
    expect(table.map(({ label, rank }) => [label, rank])).toEqual([
      ['ccc', 1],
      ['a', 2],
      ['dddd', 2],
      ['bb', null],
    ]);
    expect(table.map(({ differsIn }) => differsIn)).toEqual(['seed: 3', '', 'seed: 4', 'seed: 2']);
    expect(table[0]!.interval!.low).toBeLessThan(0.9);
    expect(table[0]!.interval!.high).toBeGreaterThan(0.9);
  });
});

describe('the words', () => {
  it('name a difference that the test images can carry', () => {
    const [a, b] = rowsOf(arm('CNN', 0.98), arm('MLP!', 0.948));
    expect(contrast(b!, a!)).toBe('CNN (98.0 %) got 3.2 points more right than MLP! (94.8 %)');
  });
  it('do not name one that they cannot carry', () => {
    const [a, b] = rowsOf(arm('CNN', 0.98), arm('MLP!', 0.976));
    expect(contrast(a!, b!)).toBe('CNN (98.0 %) and MLP! (97.6 %) came out alike here');
    expect(leadText([a!, b!])).toMatch(/MLP! \(97.6 %\) is too close to call/);
  });
  it('say how little one run tells', () => {
    // 95 % of the difference of two shares near 0.9 on 2,000 images: ± 1.86 points.
    expect(caution(rowsOf(arm('a', 0.9), arm('bb', 0.9)))).toMatch(/below about 2.0 points/);
    expect(caution(rowsOf(arm('a', 0.9)))).toBe('');
    expect(leadText([])).toBe('No arm came to a result.');
  });
  it('are lists as people write them', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listText)).toEqual([
      ...['', 'a', 'a and b', 'a, b and c'],
    ]);
  });
});
