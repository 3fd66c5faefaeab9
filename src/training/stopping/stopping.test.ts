import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf, faultOf, type OptionRecord } from '../../core/options.ts';
import { completeHistory, type History } from '../history.ts';
import { findStoppingRule, stoppingRules } from './index.ts';
import type { StoppingRule } from './stoppingRule.ts';

/** Recorded at every tenth step, the untrained model first. */
function recorded(columns: {
  trainLoss?: (number | null)[];
  validationLoss?: (number | null)[];
}): History {
  const { length } = (columns.trainLoss ?? columns.validationLoss)!;
  const nothing = Array.from({ length }, () => null);
  const unseen = Array.from({ length }, () => 1);
  return completeHistory({
    step: unseen.map((_, i) => 10 * i),
    ...{ trainLoss: nothing, trainAccuracy: nothing, testLoss: unseen, testAccuracy: unseen },
    ...columns,
  });
}
const isOver = (id: string, history: History, options: OptionRecord) =>
  findStoppingRule(id).isOver(history, options);

describe('the list of stopping rules', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'stoppingRule.ts'].includes(name))
      .map((name) =>
        name.replace('.ts', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
    expect(stoppingRules.map((each) => each.id as string).sort()).toEqual(files.sort());
  });

  it('names what it does not know', () => {
    expect(() => findStoppingRule('patience')).toThrow('stopping rule "patience"');
  });
});

describe.each(stoppingRules.map((each) => [each.id, each as StoppingRule] as const))(
  '%s',
  (_, rule) => {
    it('says what it is and whence, with legal defaults', () => {
      for (const text of [rule.label, rule.summary, rule.reference]) {
        expect(text.trim()).not.toBe('');
      }
      for (const option of Object.values(rule.options)) {
        expect(faultOf(option, option.default)).toBeUndefined();
      }
    });

    it('never ends a run at the untrained model', () => {
      const untrained = recorded({ trainLoss: [null], validationLoss: [0] });
      expect(rule.isOver(untrained, defaultsOf(rule.options))).toBe(false);
    });

    it('keeps the best only where there is something to tell which is best', () => {
      if (rule.keepsBest) expect(rule.needsValidation).toBe(true);
    });
  },
);

describe('steps', () => {
  it('never ends a run early', () => {
    expect(isOver('steps', recorded({ trainLoss: [null, 0, 0] }), {})).toBe(false);
  });
});

describe('training-loss', () => {
  it.each([
    [[null, 0.5, 0.11], false],
    [[null, 0.5, 0.1], true],
    [[null, 0.05, 0.2], false], // the newest counts: a run would have ended at the one before
    [[null, 0.5, NaN], false],
  ])('of 0.1 after %j: %s', (trainLoss, over) => {
    expect(isOver('training-loss', recorded({ trainLoss }), { loss: 0.1 })).toBe(over);
  });
});

describe('validation', () => {
  it.each([
    [[2, 1, 0.9, 0.8], false],
    [[2, 1, 1.1], false],
    [[2, 1, 1.1, 1.2], true],
    [[2, 1, 1, 1], true], // equal is not lower
    [[2, 1, 1.1, 0.9, 1.2], false], // it fell again in time
    [[2, 2.1, 2.2], true], // the untrained model is a point like the others
    [[null, null, null], false],
  ])('of patience 2 after %j: %s', (validationLoss, over) => {
    expect(isOver('validation', recorded({ validationLoss }), { patience: 2 })).toBe(over);
  });
});
