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
  /** On the whole validation slice; null where the run has none. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
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
    validationLoss: [],
    validationAccuracy: [],
  };
}

/** Columns that histories of earlier versions may lack. */
type LaterColumn = 'testClassAccuracy' | 'validationLoss' | 'validationAccuracy';

/** A history of an earlier version, with null where it did not record. */
export function completeHistory(
  history: Omit<History, LaterColumn> & Partial<Pick<History, LaterColumn>>,
): History {
  const unknown = () => history.step.map(() => null);
  return {
    ...history,
    testClassAccuracy: history.testClassAccuracy ?? unknown(),
    validationLoss: history.validationLoss ?? unknown(),
    validationAccuracy: history.validationAccuracy ?? unknown(),
  };
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
    validationLoss: [...history.validationLoss.slice(0, keep), point.validationLoss],
    validationAccuracy: [...history.validationAccuracy.slice(0, keep), point.validationAccuracy],
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
    validationLoss: history.validationLoss[i]!,
    validationAccuracy: history.validationAccuracy[i]!,
  }));
}

/** Index of the point of lowest validation loss, the first of equals; undefined without a slice. */
export function bestPoint({ validationLoss }: Pick<History, 'validationLoss'>): number | undefined {
  let best: number | undefined;
  validationLoss.forEach((loss, i) => {
    if (loss !== null && (best === undefined || loss < validationLoss[best]!)) best = i;
  });
  return best;
}
