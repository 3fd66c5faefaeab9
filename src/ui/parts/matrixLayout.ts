/** Where the cells and labels of a confusion matrix lie, at any number of classes. */

export interface MatrixSize {
  readonly width: number;
  readonly height: number;
}

export interface MatrixLayout {
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Every how many rows or columns has its label, so that none overlap. */
  readonly rowLabelEvery: number;
  readonly columnLabelEvery: number;
  /** Of cells in all; larger than the view where it scrolls. */
  readonly width: number;
  readonly height: number;
}

/** Cell heights to choose from; `fit` shows the whole matrix. */
export const matrixZooms = ['fit', 'medium', 'large'] as const;
export type MatrixZoom = (typeof matrixZooms)[number];

const zoomHeights = { fit: 0, medium: 12, large: 22 };
const MOST = { width: 46, height: 30 };
const ASPECT = 1.7; // counts are wider than they are high
const ROW_LABEL = 12; // height of a line of labels
const COLUMN_LABEL_GAP = 6;

/**
 * @param view room for the cells
 * @param labelWidth of the widest column label as it is drawn
 */
export function layOut(
  classes: number,
  { view, zoom, labelWidth }: { view: MatrixSize; zoom: MatrixZoom; labelWidth: number },
): MatrixLayout {
  const fitHeight = Math.min(MOST.height, view.height / classes);
  const cellHeight = Math.max(fitHeight, zoomHeights[zoom]);
  const fitWidth = Math.min(MOST.width, view.width / classes);
  const cellWidth = Math.max(Math.min(fitWidth, ASPECT * MOST.height), zoomHeights[zoom] * ASPECT);
  return {
    cellWidth,
    cellHeight,
    rowLabelEvery: Math.max(1, Math.ceil(ROW_LABEL / cellHeight)),
    columnLabelEvery: Math.max(1, Math.ceil((labelWidth + COLUMN_LABEL_GAP) / cellWidth)),
    width: cellWidth * classes,
    height: cellHeight * classes,
  };
}

/** Is there more to see at a larger zoom? */
export function canZoom(classes: number, view: MatrixSize): boolean {
  return view.height / classes < zoomHeights.medium;
}

/** The first and one past the last cell of a stretch that is seen. */
export function seen(scrolled: number, length: number, cell: number, classes: number) {
  const first = Math.max(0, Math.floor(scrolled / cell));
  return { first, end: Math.min(classes, Math.ceil((scrolled + length) / cell)) };
}
