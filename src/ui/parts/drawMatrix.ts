/**
 * A confusion matrix on a canvas: errors stand out by the share of their row, right answers stay
 * quiet. Only the cells that are seen are drawn, so 200 classes scroll as lightly as 10.
 */
import { countAt, shareAt, type Cell, type Confusion } from './confusion.ts';
import { seen, type MatrixLayout, type MatrixSize } from './matrixLayout.ts';
import type { Colours } from './useColours.ts';

export interface MatrixDrawing {
  readonly confusion: Confusion;
  readonly classNames: readonly string[];
  readonly layout: MatrixLayout;
  /** Room for labels at the left and above. */
  readonly gutter: MatrixSize;
  /** Of the cells, in CSS pixels. */
  readonly view: MatrixSize;
  readonly scrolled: { readonly left: number; readonly top: number };
  readonly cell: Cell | null;
  readonly colours: Colours;
  readonly errorColour: string;
}

const FONT_SIZE = 11;
export const fontOf = ({ font }: Colours, weight = 400) => `${weight} ${FONT_SIZE}px ${font}`;
const LONGEST_LABEL = 56;

/** As much of a name as fits. */
export function fitted(
  context: CanvasRenderingContext2D,
  name: string,
  most = LONGEST_LABEL,
): string {
  if (context.measureText(name).width <= most) return name;
  let text = name;
  while (text.length > 1 && context.measureText(`${text}…`).width > most) text = text.slice(0, -1);
  return `${text}…`;
}

export function drawMatrix(context: CanvasRenderingContext2D, drawing: MatrixDrawing): void {
  const { gutter, view, colours } = drawing;
  context.clearRect(0, 0, gutter.width + view.width, gutter.height + view.height);
  context.font = fontOf(colours);
  context.textBaseline = 'middle';
  context.save();
  context.beginPath();
  context.rect(gutter.width, gutter.height, view.width, view.height);
  context.clip();
  drawCells(context, drawing);
  context.restore();
  drawRowLabels(context, drawing);
  drawColumnLabels(context, drawing);
}

function drawCells(context: CanvasRenderingContext2D, drawing: MatrixDrawing): void {
  const { confusion, layout, gutter, view, scrolled } = drawing;
  const { cellWidth, cellHeight } = layout;
  const rows = seen(scrolled.top, view.height, cellHeight, confusion.classes);
  const columns = seen(scrolled.left, view.width, cellWidth, confusion.classes);
  const gap = cellHeight >= 8 ? 1 : 0;
  for (let row = rows.first; row < rows.end; row++) {
    for (let column = columns.first; column < columns.end; column++) {
      const box = {
        x: gutter.width + column * cellWidth - scrolled.left,
        y: gutter.height + row * cellHeight - scrolled.top,
        width: cellWidth - gap,
        height: cellHeight - gap,
      };
      drawCell(context, drawing, { cell: { row, column }, box });
    }
  }
}

interface Box extends MatrixSize {
  readonly x: number;
  readonly y: number;
}

function drawCell(
  context: CanvasRenderingContext2D,
  { confusion, colours, errorColour }: MatrixDrawing,
  { cell, box }: { cell: Cell; box: Box },
): void {
  const isRight = cell.row === cell.column;
  const count = countAt(confusion, cell);
  // The root lets single errors of a hundred show.
  const tone = isRight || count === 0 ? 0 : Math.max(0.12, Math.sqrt(shareAt(confusion, cell)));
  context.globalAlpha = isRight ? 0.45 : count === 0 ? 0.35 : tone;
  context.fillStyle = isRight ? colours.line : count === 0 ? colours.pictureGround : errorColour;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
  if (count === 0 || box.height < FONT_SIZE || box.width < 7 * String(count).length) return;
  context.textAlign = 'center';
  context.fillStyle = isRight ? colours.soft : tone > 0.65 ? colours.card : colours.ink;
  context.fillText(String(count), box.x + box.width / 2, box.y + box.height / 2 + 0.5);
}

function drawRowLabels(context: CanvasRenderingContext2D, drawing: MatrixDrawing): void {
  const { confusion, classNames, layout, gutter, view, scrolled, cell, colours } = drawing;
  const rows = seen(scrolled.top, view.height, layout.cellHeight, confusion.classes);
  context.textAlign = 'right';
  for (let row = rows.first; row < rows.end; row++) {
    if (!hasLabel(row, layout.rowLabelEvery, cell?.row)) continue;
    const y = gutter.height + (row + 0.5) * layout.cellHeight - scrolled.top;
    if (y < gutter.height || y > gutter.height + view.height) continue;
    context.font = fontOf(colours, row === cell?.row ? 700 : 400);
    context.fillStyle = row === cell?.row ? colours.ink : colours.soft;
    context.fillText(fitted(context, classNames[row] ?? String(row)), gutter.width - 6, y);
  }
}

function drawColumnLabels(context: CanvasRenderingContext2D, drawing: MatrixDrawing): void {
  const { confusion, classNames, layout, gutter, view, scrolled, cell, colours } = drawing;
  const columns = seen(scrolled.left, view.width, layout.cellWidth, confusion.classes);
  context.textAlign = 'center';
  for (let column = columns.first; column < columns.end; column++) {
    if (!hasLabel(column, layout.columnLabelEvery, cell?.column)) continue;
    const x = gutter.width + (column + 0.5) * layout.cellWidth - scrolled.left;
    if (x < gutter.width || x > gutter.width + view.width) continue;
    context.font = fontOf(colours, column === cell?.column ? 700 : 400);
    context.fillStyle = column === cell?.column ? colours.ink : colours.soft;
    const name = fitted(context, classNames[column] ?? String(column));
    context.fillText(name, x, gutter.height - 8);
  }
}

/** The chosen one has its label in place of the neighbours that it would lie over. */
function hasLabel(place: number, every: number, chosen: number | undefined): boolean {
  if (chosen === undefined || every === 1) return place % every === 0;
  return place === chosen || (place % every === 0 && Math.abs(place - chosen) >= every);
}
