/** Looking through the list, and ticking runs to do something with all of them. */
import { foundRuns } from './runSearch.ts';
import { getLab, setLab, type ListView } from './lab.ts';

export function lookThrough(patch: Partial<ListView>): void {
  setLab(({ list }) => ({ list: { ...list, ...patch } }));
}

export function toggleChecked(runId: string): void {
  const { checkedIds } = getLab().list;
  lookThrough({
    checkedIds: checkedIds.includes(runId)
      ? checkedIds.filter((id) => id !== runId)
      : [...checkedIds, runId],
  });
}

/** From the run ticked last to this one, as the list shows them. */
export function checkUpTo(runId: string): void {
  const { runs, list, selectedId } = getLab();
  const ids = foundRuns(runs, list).map(({ id }) => id);
  const from = ids.indexOf(list.checkedIds.at(-1) ?? selectedId ?? runId);
  const to = ids.indexOf(runId);
  if (from < 0 || to < 0) return toggleChecked(runId);
  const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  // This one last: the next range begins here.
  const others = [...list.checkedIds, ...between].filter((id) => id !== runId);
  lookThrough({ checkedIds: [...new Set(others), runId] });
}

export function checkAllFound(): void {
  const { runs, list } = getLab();
  lookThrough({ checkedIds: foundRuns(runs, list).map(({ id }) => id) });
}

export function uncheckAll(): void {
  lookThrough({ checkedIds: [] });
}
