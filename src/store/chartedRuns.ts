/** Which runs the chart draws: with hundreds of them it would show nothing. */
import type { LabState } from './lab.ts';

/** More curves than this cannot be told apart, and drawing them takes longer than a frame. */
export const CHARTED = 12;

type Charted = Pick<LabState, 'runs' | 'selectedId' | 'hiddenIds' | 'pinnedIds'>;

/** The run looked at, those a person asked for, and the newest, unless they were hidden. */
export function chartedIds({ runs, selectedId, hiddenIds, pinnedIds }: Charted): Set<string> {
  const candidates = runs.filter(({ id }) => !hiddenIds.includes(id)).map(({ id }) => id);
  const asked = candidates.filter((id) => id === selectedId || pinnedIds.includes(id));
  const others = candidates.filter((id) => !asked.includes(id));
  const room = Math.max(0, CHARTED - asked.length);
  return new Set([...asked, ...(room > 0 ? others.slice(-room) : [])]);
}
