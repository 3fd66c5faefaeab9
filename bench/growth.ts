/**
 * How the lab's step grows with batch, pixels and width, each varied alone. A point is the fastest of its
 * samples: points are measured minutes apart, and whatever else the machine does only slows them.
 */
import { findCase } from './cases/index.ts';
import type { Sizes } from './cases/case.ts';
import type { Order, Session } from './contenders/contender.ts';
import { shortNumber } from './table.ts';

export const growthCases = ['coordinet-dense', 'coordinet-sparse', 'cnn'] as const;

export interface Axis {
  readonly id: 'batch' | 'side' | 'width';
  readonly label: string;
  /** What stands for the size on the axis: pixels of an image for its side. */
  position(size: number): number;
  sizes(caseId: string): readonly number[];
}

const BASE_BATCH = 32;

export const axes: readonly Axis[] = [
  {
    id: 'batch',
    label: 'Images in a batch',
    position: (batch) => batch,
    sizes: () => [8, 16, 32, 64, 128, 256],
  },
  {
    id: 'side',
    label: 'Pixels of an image',
    position: (side) => side * side,
    sizes: () => [14, 28, 56, 64],
  },
  {
    id: 'width',
    label: 'Width, or filters of the first block',
    position: (width) => width,
    // The convolutional network doubles its filters in the second block, and has at most 128.
    sizes: (caseId) => (caseId === 'cnn' ? [16, 32, 64, 128] : [32, 64, 128, 256]),
  },
];

export interface GrowthPoint {
  readonly caseId: string;
  readonly axis: Axis['id'];
  /** On the axis: images, pixels or width. */
  readonly position: number;
  readonly ms: number;
}

interface Planned {
  readonly caseId: string;
  readonly axis: Axis;
  readonly size: number;
}

export const plannedPoints = (): Planned[] =>
  axes.flatMap((axis) =>
    growthCases.flatMap((caseId) => axis.sizes(caseId).map((size) => ({ caseId, axis, size }))),
  );

function orderOf({ caseId, axis, size }: Planned): Order {
  const base: Sizes = findCase(caseId).sizes;
  return {
    caseId,
    batch: axis.id === 'batch' ? size : BASE_BATCH,
    sizes: axis.id === 'batch' ? base : { ...base, [axis.id]: size },
    backend: 'wasm',
    threads: 1,
  };
}

/** @param samples of each point that are measured, after two that warm up */
export async function measureGrowth(
  open: (order: Order) => Promise<Session>,
  samples: number,
  tell: (text: string) => void,
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const planned of plannedPoints()) {
    const { caseId, axis, size } = planned;
    tell(`${caseId}, ${axis.id} ${size}`);
    const session = await open(orderOf(planned));
    const times: number[] = [];
    for (let i = -2; i < samples; i++) {
      const { ms } = await session.steps(1);
      if (i >= 0) times.push(ms);
    }
    await session.dispose();
    points.push({ caseId, axis: axis.id, position: axis.position(size), ms: Math.min(...times) });
  }
  return points;
}

/** A table for each axis: sizes across, cases down, milliseconds per step. */
export function growthText(points: readonly GrowthPoint[]): string {
  const tables = axes.map(({ id, label }) => {
    const own = points.filter(({ axis }) => axis === id);
    const lines = growthCases.map((caseId) => {
      const cells = own
        .filter((point) => point.caseId === caseId)
        .map(({ position, ms }) => `${position}: ${shortNumber(ms)}`.padStart(14));
      return `  ${caseId.padEnd(18)}${cells.join('')}`;
    });
    return [`${label}: milliseconds per step`, ...lines].join('\n');
  });
  return tables.join('\n\n');
}
