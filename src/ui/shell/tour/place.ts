/** Where the tour's card stands: beside what it points at, never over it while there is room. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

const GAP = 14;

const within = (value: number, most: number) => Math.max(GAP, Math.min(value, most - GAP));

/** All in CSS pixels of the window. Right of the target, else left, below or above, else in a corner. */
export function placeBeside(
  target: Box,
  card: Extent,
  window: Extent,
): { left: number; top: number } {
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  const top = within(target.top, window.height - card.height);
  const left = within(target.left, window.width - card.width);
  const needed = card.width + 2 * GAP;
  if (window.width - right >= needed) return { left: right + GAP, top };
  if (target.left >= needed) return { left: target.left - card.width - GAP, top };
  if (window.height - bottom >= card.height + 2 * GAP) return { left, top: bottom + GAP };
  if (target.top >= card.height + 2 * GAP) return { left, top: target.top - card.height - GAP };
  return {
    left: window.width - card.width - GAP,
    top: window.height - card.height - GAP,
  };
}
