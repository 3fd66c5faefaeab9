/**
 * The nearest pixel of a sensor to each of many positions, by bins: the sensor is cut into square
 * cells, about one for each pixel, and cells are gone through in rings around a position until none
 * further out can hold a nearer pixel.
 */
import { emptyPlan, type SamplingPlan } from '../core/sampling.ts';
import type { SensorPlan } from '../sensors/sensor.ts';

interface Bins {
  /** Cells to a side. */
  readonly side: number;
  /** [side * side] pixels of each cell, in the order of their numbers. */
  readonly cells: readonly (readonly number[])[];
  readonly places: Float32Array;
}

/**
 * @param positions [positions * 2] (x, y), each in [-1, 1]²; NaN sees nothing
 * @returns for a source that is one row of the sensor's pixels; among equally near ones the first
 */
export function nearestPixels(plan: SensorPlan, positions: Float64Array): SamplingPlan {
  const bins = binsOf(plan);
  const sampling = emptyPlan(positions.length / 2);
  for (let i = 0; i < positions.length / 2; i++) {
    const pixel = nearestTo(bins, positions[2 * i]!, positions[2 * i + 1]!);
    if (pixel < 0) continue;
    sampling.corners[4 * i] = pixel;
    sampling.shares[4 * i] = 1;
  }
  return sampling;
}

/** Dead pixels are nobody's neighbours. */
function binsOf({ places, dead }: SensorPlan): Bins {
  const pixels = places.length / 2;
  const side = Math.ceil(Math.sqrt(pixels));
  const cells = Array.from({ length: side * side }, (): number[] => []);
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (dead?.[pixel]) continue;
    const row = cellAt(places[2 * pixel + 1]!, side);
    cells[row * side + cellAt(places[2 * pixel]!, side)]!.push(pixel);
  }
  return { side, cells, places };
}

const cellAt = (position: number, side: number): number =>
  Math.min(side - 1, Math.max(0, Math.floor(((position + 1) / 2) * side)));

/** -1 where there is no pixel, or no position. */
function nearestTo({ side, cells, places }: Bins, x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return -1;
  const [column, row] = [cellAt(x, side), cellAt(y, side)];
  let nearest = -1;
  let least = Infinity;
  for (let ring = 0; ring < side; ring++) {
    for (const cell of ringAround(column, row, ring, side)) {
      for (const pixel of cells[cell]!) {
        const distance = (places[2 * pixel]! - x) ** 2 + (places[2 * pixel + 1]! - y) ** 2;
        if (distance > least || (distance === least && pixel > nearest)) continue;
        nearest = pixel;
        least = distance;
      }
    }
    if (least < ((2 * ring) / side) ** 2) break; // what comes next is at least so many cells away
  }
  return nearest;
}

/** Cells that are so many rows or columns away, those beyond the edges left out. */
function* ringAround(column: number, row: number, ring: number, side: number): Generator<number> {
  const [top, bottom] = [Math.max(0, row - ring), Math.min(side - 1, row + ring)];
  for (let y = top; y <= bottom; y++) {
    const isWhole = Math.abs(y - row) === ring;
    const step = isWhole || ring === 0 ? 1 : 2 * ring;
    for (let x = column - ring; x <= column + ring; x += step) {
      if (x >= 0 && x < side) yield y * side + x;
    }
  }
}
