/**
 * What is taken for what: rows are true classes, columns guesses. One cell is looked at: chosen by
 * click, or walked to by the arrow keys (Home, End, Page Up and Page Down lead to the edges).
 */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { cellAfterKey, cellText, type Cell, type Confusion } from './confusion.ts';
import styles from './ConfusionMatrix.module.css';
import { drawMatrix, fitted, fontOf } from './drawMatrix.ts';
import { canZoom, layOut, matrixZooms, type MatrixSize, type MatrixZoom } from './matrixLayout.ts';
import { useColours, type Colours } from './useColours.ts';
import { useMapPalette } from './useMapPalette.ts';
import { useSize } from './useSize.ts';

export interface ConfusionMatrixProps {
  readonly confusion: Confusion;
  readonly classNames: readonly string[];
  readonly cell: Cell;
  readonly onChoose: (cell: Cell) => void;
  /** The cell under the pointer, in words. */
  readonly onRead: (text: string | null) => void;
}

const LABEL_LINE = 18;

export function ConfusionMatrix(props: ConfusionMatrixProps) {
  const { confusion, classNames, cell, onChoose, onRead } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLButtonElement>(null);
  const [zoom, setZoom] = useState<MatrixZoom>('fit');
  const [scrolled, setScrolled] = useState({ left: 0, top: 0 });
  const size = useSize(frame) ?? { width: 420, height: 190 };
  const colours = useColours();
  const { positive: errorColour } = useMapPalette();
  const { classes } = confusion;
  const labelWidth = useMemo(() => widestLabel(classNames, colours), [classNames, colours]);
  const gutter = { width: labelWidth + 12, height: LABEL_LINE };
  const view = { width: size.width - gutter.width, height: size.height - gutter.height };
  const layout = layOut(classes, { view, zoom, labelWidth });

  useEffect(() => {
    const context = contextOf(canvas.current, size);
    if (!context) return;
    const what = { confusion, classNames, layout, gutter, view, scrolled, cell };
    drawMatrix(context, { ...what, colours, errorColour });
  });

  function cellUnder({ clientX, clientY, currentTarget }: MouseEvent): Cell | null {
    const box = currentTarget.getBoundingClientRect();
    const column = Math.floor((clientX - box.left) / layout.cellWidth);
    const row = Math.floor((clientY - box.top) / layout.cellHeight);
    return row >= 0 && column >= 0 && row < classes && column < classes ? { row, column } : null;
  }
  function walk(event: KeyboardEvent): void {
    const next = cellAfterKey(event.key, cell, classes);
    if (next.row === cell.row && next.column === cell.column) return;
    event.preventDefault();
    onChoose(next);
  }
  useEffect(() => {
    if (document.activeElement === cursor.current) {
      cursor.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }, [cell]);

  return (
    <div className={styles.matrix}>
      <div ref={frame} className={styles.frame}>
        <canvas ref={canvas} className={styles.canvas} aria-hidden />
        <div
          className={styles.scroller}
          style={{ left: gutter.width, top: gutter.height }}
          onScroll={({ currentTarget }) =>
            setScrolled({ left: currentTarget.scrollLeft, top: currentTarget.scrollTop })
          }
        >
          <div
            className={styles.cells}
            style={{ width: layout.width, height: layout.height }}
            onPointerMove={(event) => {
              const under = cellUnder(event);
              onRead(under && cellText(confusion, under, classNames));
            }}
            onPointerLeave={() => onRead(null)}
            onClick={(event) => {
              const under = cellUnder(event);
              if (under) onChoose(under);
              cursor.current?.focus({ preventScroll: true });
            }}
          >
            <button
              ref={cursor}
              type="button"
              className={styles.cursor}
              aria-label={`${cellText(confusion, cell, classNames)}; arrow keys move`}
              style={{
                left: cell.column * layout.cellWidth,
                top: cell.row * layout.cellHeight,
                width: layout.cellWidth,
                height: layout.cellHeight,
              }}
              onKeyDown={walk}
            />
          </div>
        </div>
      </div>
      <p className={styles.axes}>
        <span>down: true class · across: guess</span>
        {canZoom(classes, view) && (
          <select
            aria-label="Size of the cells"
            value={zoom}
            onChange={(event) => setZoom(event.target.value as MatrixZoom)}
          >
            {matrixZooms.map((each) => (
              <option key={each} value={each}>
                {{ fit: 'All', medium: 'Larger', large: 'Largest' }[each]}
              </option>
            ))}
          </select>
        )}
      </p>
    </div>
  );
}

/** A canvas in the screen's own pixels, measured in CSS pixels. */
function contextOf(
  canvas: HTMLCanvasElement | null,
  { width, height }: MatrixSize,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  if (!canvas || !context) return null;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function widestLabel(classNames: readonly string[], colours: Colours): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 24;
  context.font = fontOf(colours, 700);
  const widths = classNames.map((name) => context.measureText(fitted(context, name)).width);
  return Math.max(8, ...widths);
}
