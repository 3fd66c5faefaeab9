/** What is recorded while training, in columns that share one index. */
export interface HistoryPoint {
  /** Steps taken when this was recorded; 0 is the untrained model. */
  readonly step: number;
  /** Means over the batches since the point before, null at step 0. Loss in nats, accuracy 0 to 1. */
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  /** On a fixed subset of at most 500 test images. */
  readonly testLoss: number;
  readonly testAccuracy: number;
  /**
   * Accuracy by class on the same images, 0 to 1; null for a class that has none among them, and as
   * a whole where it was not recorded (files of version 1).
   */
  readonly testClassAccuracy: readonly (number | null)[] | null;
}

export type History = { readonly [Column in keyof HistoryPoint]: HistoryPoint[Column][] };

export function emptyHistory(): History {
  return {
    step: [],
    trainLoss: [],
    trainAccuracy: [],
    testLoss: [],
    testAccuracy: [],
    testClassAccuracy: [],
  };
}

/** A history of before accuracies by class were recorded, with null at each of its points. */
export function completeHistory(
  history: Omit<History, 'testClassAccuracy'> & Partial<Pick<History, 'testClassAccuracy'>>,
): History {
  const unknown = history.step.map(() => null);
  return { ...history, testClassAccuracy: history.testClassAccuracy ?? unknown };
}

/** A new history with the point at its end; a point at an earlier step replaces what followed it. */
export function appendPoint(history: History, point: HistoryPoint): History {
  const keep = history.step.filter((step) => step < point.step).length;
  return {
    step: [...history.step.slice(0, keep), point.step],
    trainLoss: [...history.trainLoss.slice(0, keep), point.trainLoss],
    trainAccuracy: [...history.trainAccuracy.slice(0, keep), point.trainAccuracy],
    testLoss: [...history.testLoss.slice(0, keep), point.testLoss],
    testAccuracy: [...history.testAccuracy.slice(0, keep), point.testAccuracy],
    testClassAccuracy: [...history.testClassAccuracy.slice(0, keep), point.testClassAccuracy],
  };
}

/** The columns as points, in order. */
export function pointsOf(history: History): HistoryPoint[] {
  return history.step.map((step, i) => ({
    step,
    trainLoss: history.trainLoss[i]!,
    trainAccuracy: history.trainAccuracy[i]!,
    testLoss: history.testLoss[i]!,
    testAccuracy: history.testAccuracy[i]!,
    testClassAccuracy: history.testClassAccuracy[i]!,
  }));
}
