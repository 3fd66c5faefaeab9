/** Where images stand in a grid that is as wide as its place, and where keys lead in it. */

export interface GridLayout {
  /** Images that there are. */
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Of a picture, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

export const gridSizes = ['small', 'large'] as const;
export type GridSize = (typeof gridSizes)[number];

/** The longer side that pictures come near to, and the room between them, in CSS pixels. */
const sizes: Record<GridSize, { readonly side: number; readonly gap: number }> = {
  small: { side: 30, gap: 4 },
  large: { side: 60, gap: 8 },
};

export function layoutOf(
  count: number,
  image: { readonly height: number; readonly width: number },
  { room, size }: { readonly room: number; readonly size: GridSize },
): GridLayout {
  const { side, gap } = sizes[size];
  const scale = scaleOf(side / Math.max(image.height, image.width));
  const width = Math.max(4, Math.round(image.width * scale));
  const height = Math.max(4, Math.round(image.height * scale));
  const columns = Math.max(1, Math.floor((room + gap) / (width + gap)));
  return { count, columns, rows: Math.ceil(count / columns), width, height, gap };
}

/** Whole multiples where pictures grow, so that their pixels stay squares of one size. */
function scaleOf(wanted: number): number {
  return wanted < 0.75 ? wanted : Math.max(1, Math.round(wanted));
}

export const pitchOf = ({ width, height, gap }: GridLayout) => ({
  x: width + gap,
  y: height + gap,
});

/** The place at a point of the grid, in CSS pixels from its upper left; undefined between pictures. */
export function placeAt(layout: GridLayout, x: number, y: number): number | undefined {
  const pitch = pitchOf(layout);
  const [column, row] = [Math.floor(x / pitch.x), Math.floor(y / pitch.y)];
  const isOnPicture = x - column * pitch.x <= layout.width && y - row * pitch.y <= layout.height;
  const place = row * layout.columns + column;
  const isThere = column >= 0 && column < layout.columns && row >= 0 && place < layout.count;
  return isOnPicture && isThere ? place : undefined;
}

/** Where a key leads from a place; undefined for keys that are no moves. */
export function placeAfterKey(
  key: string,
  from: number,
  { columns, count, rowsInSight }: GridLayout & { readonly rowsInSight: number },
): number | undefined {
  const page = columns * Math.max(1, rowsInSight - 1);
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: page,
    PageUp: -page,
    Home: -from,
    End: count - 1 - from,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  const to = from + step;
  if (to >= 0 && to < count) return to;
  // A page goes as far as it can in its column; an arrow at the edge stays.
  if (key === 'PageUp') return from % columns;
  if (key === 'PageDown') return lastInColumn(from % columns, columns, count);
  return from;
}

function lastInColumn(column: number, columns: number, count: number): number {
  const inLastRow = Math.floor((count - 1) / columns) * columns + column;
  return inLastRow < count ? inLastRow : inLastRow - columns;
}
