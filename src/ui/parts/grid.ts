/** A place on a grid of pixels, found by pointer or keys. */

export interface GridSize {
  readonly height: number;
  readonly width: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

const within = (place: number, count: number) => Math.min(count - 1, Math.max(0, place));

/** Where a key leads; the same place where it does not, undefined for keys that are no moves. */
export function placeAfterKey(key: string, { x, y }: Place, size: GridSize): Place | undefined {
  const moves: Record<string, readonly [number, number]> = {
    ArrowRight: [x + 1, y],
    ArrowLeft: [x - 1, y],
    ArrowDown: [x, y + 1],
    ArrowUp: [x, y - 1],
    Home: [0, y],
    End: [size.width - 1, y],
    PageUp: [x, 0],
    PageDown: [x, size.height - 1],
  };
  const move = moves[key];
  return move && { x: within(move[0], size.width), y: within(move[1], size.height) };
}

/** In pixels of the grid, with fractions: (0.5, 0.5) is the first pixel's centre. */
export function pointIn(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  size: GridSize,
): Place {
  return {
    x: ((clientX - box.left) / box.width) * size.width,
    y: ((clientY - box.top) / box.height) * size.height,
  };
}

/** The pixel that a point lies in. */
export function pixelAt({ x, y }: Place, size: GridSize): Place {
  return { x: within(Math.floor(x), size.width), y: within(Math.floor(y), size.height) };
}
