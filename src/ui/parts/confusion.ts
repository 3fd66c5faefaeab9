/** What is taken for what: counts of true classes against guesses, and how they are read. */
import type { ChartTable } from '../charts/chart.ts';

/** How an engine marks an answer that held a NaN. */
const NO_ANSWER = 255;

export interface Confusion {
  readonly classes: number;
  /** [classes, classes] row: the true class; column: the guess. */
  readonly counts: Int32Array;
  /** [classes] images of each true class that were answered. */
  readonly totals: Int32Array;
  /** Images without an answer, or of a class that there is not. */
  readonly unanswered: number;
}

export interface Cell {
  /** True class. */
  readonly row: number;
  /** Guess. */
  readonly column: number;
}

export function countConfusion(
  labels: Uint8Array,
  predictions: Uint8Array,
  classes: number,
): Confusion {
  const counts = new Int32Array(classes * classes);
  const totals = new Int32Array(classes);
  let unanswered = 0;
  labels.forEach((label, image) => {
    const guess = predictions[image] ?? NO_ANSWER;
    if (guess >= classes || label >= classes) return void unanswered++;
    counts[label * classes + guess] = counts[label * classes + guess]! + 1;
    totals[label] = totals[label]! + 1;
  });
  return { classes, counts, totals, unanswered };
}

export function countAt({ classes, counts }: Confusion, { row, column }: Cell): number {
  return counts[row * classes + column] ?? 0;
}

/** Of the images of that class, 0 to 1; 0 where there is none. */
export function shareAt(confusion: Confusion, cell: Cell): number {
  const total = confusion.totals[cell.row] ?? 0;
  return total > 0 ? countAt(confusion, cell) / total : 0;
}

/** Right ones and all, also those without an answer. */
export function rightOf(confusion: Confusion): { right: number; all: number } {
  const { classes, totals, unanswered } = confusion;
  let [right, all] = [0, unanswered];
  for (let row = 0; row < classes; row++) {
    right += countAt(confusion, { row, column: row });
    all += totals[row]!;
  }
  return { right, all };
}

/** The commonest error; null where there is none. */
export function worstOf(confusion: Confusion): Cell | null {
  let worst: Cell | null = null;
  for (let row = 0; row < confusion.classes; row++) {
    for (let column = 0; column < confusion.classes; column++) {
      if (row === column) continue;
      const least = worst ? countAt(confusion, worst) : 0;
      if (countAt(confusion, { row, column }) > least) worst = { row, column };
    }
  }
  return worst;
}

/** Places, in the lists given, of the images behind a cell. */
export function imagesBehind(labels: Uint8Array, predictions: Uint8Array, cell: Cell): number[] {
  const places: number[] = [];
  labels.forEach((label, image) => {
    if (label === cell.row && predictions[image] === cell.column) places.push(image);
  });
  return places;
}

/** `“4” taken for “9”: 13 of 200, 6.5 %` */
export function cellText(confusion: Confusion, cell: Cell, classNames: readonly string[]): string {
  const name = (index: number) => `“${classNames[index] ?? index}”`;
  const count = countAt(confusion, cell);
  const share = (100 * shareAt(confusion, cell)).toFixed(1);
  const what =
    cell.row === cell.column
      ? `${name(cell.row)} recognised`
      : `${name(cell.row)} taken for ${name(cell.column)}`;
  return `${what}: ${count} of ${confusion.totals[cell.row] ?? 0}, ${share} %`;
}

/** Where a key leads from a cell; the same cell where it does not. */
export function cellAfterKey(key: string, { row, column }: Cell, classes: number): Cell {
  const moves: Record<string, readonly [number, number]> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, classes - 1],
    PageUp: [0, column],
    PageDown: [classes - 1, column],
  };
  const [toRow, toColumn] = moves[key] ?? [row, column];
  const within = (place: number) => Math.min(classes - 1, Math.max(0, place));
  return { row: within(toRow), column: within(toColumn) };
}

/** One line for each true class. */
export function confusionTable(confusion: Confusion, classNames: readonly string[]): ChartTable {
  const { classes, counts, totals } = confusion;
  return {
    columns: ['true \\ guess', ...classNames.slice(0, classes), 'all'],
    rows: Array.from({ length: classes }, (_, row) => [
      classNames[row] ?? String(row),
      ...counts.subarray(row * classes, (row + 1) * classes),
      totals[row]!,
    ]),
  };
}
