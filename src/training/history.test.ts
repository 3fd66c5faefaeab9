import { describe, expect, it } from 'vitest';
import { appendPoint, bestPoint, completeHistory, emptyHistory, pointsOf } from './history.ts';

const point = (step: number, testLoss = step / 10) => ({
  step,
  trainLoss: step === 0 ? null : 1,
  trainAccuracy: step === 0 ? null : 0.5,
  testLoss,
  testAccuracy: 0.25,
  testClassAccuracy: [0.5, null, 0],
  validationLoss: null,
  validationAccuracy: null,
});
const made = [0, 5, 10].reduce(
  (history, step) => appendPoint(history, point(step)),
  emptyHistory(),
);

describe('appendPoint', () => {
  it('keeps all columns of one length', () => {
    expect(made).toEqual({
      step: [0, 5, 10],
      trainLoss: [null, 1, 1],
      trainAccuracy: [null, 0.5, 0.5],
      testLoss: [0, 0.5, 1],
      testAccuracy: [0.25, 0.25, 0.25],
      testClassAccuracy: Array.from({ length: 3 }, () => [0.5, null, 0]),
      validationLoss: [null, null, null],
      validationAccuracy: [null, null, null],
    });
  });

  it('replaces what followed an earlier step, and the step itself', () => {
    const resumed = appendPoint(made, point(5, 9));
    expect(resumed.step).toEqual([0, 5]);
    expect(resumed.testLoss).toEqual([0, 9]);
  });

  it('leaves the history that it was given alone', () => {
    appendPoint(made, point(15));
    expect(made.step).toEqual([0, 5, 10]);
    expect(emptyHistory().step).toEqual([]);
  });
});

describe('pointsOf', () => {
  it('gives back what was appended, in order', () => {
    const points = [0, 5, 10].map((step) => {
      const trainLoss = step === 0 ? null : 1 / step;
      const train = { trainLoss, trainAccuracy: trainLoss };
      const testClassAccuracy = step === 0 ? null : [1, null];
      const validation = { validationLoss: step + 1, validationAccuracy: step / 20 };
      return {
        step,
        ...train,
        testLoss: step,
        testAccuracy: 0.5,
        testClassAccuracy,
        ...validation,
      };
    });
    expect(pointsOf(points.reduce(appendPoint, emptyHistory()))).toEqual(points);
  });
});

describe('completeHistory', () => {
  it('fills the columns that earlier versions did not record, and can then be continued', () => {
    const { step, trainLoss, trainAccuracy, testLoss, testAccuracy } = made;
    const old = { step, trainLoss, trainAccuracy, testLoss, testAccuracy };
    const complete = completeHistory(old);
    expect(complete.testClassAccuracy).toEqual([null, null, null]);
    expect(complete.validationLoss).toEqual([null, null, null]);
    expect(complete.validationAccuracy).toEqual([null, null, null]);
    expect(appendPoint(complete, point(15)).testClassAccuracy).toEqual([
      null,
      null,
      null,
      [0.5, null, 0],
    ]);
    expect(completeHistory(made)).toEqual(made);
  });
});

describe('bestPoint', () => {
  it('is the first of the lowest validation losses; none where there is no slice', () => {
    expect(bestPoint({ validationLoss: [2, 1, null, 0.5, 0.5, 0.7] })).toBe(3);
    expect(bestPoint({ validationLoss: [null, null] })).toBeUndefined();
  });
});
