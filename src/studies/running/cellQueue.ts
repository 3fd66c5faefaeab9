/** Which cell of a study is next: the plan's order, without what has an answer or is under way. */
import type { RunRecord } from '../../training/result.ts';
import { createAnswers } from '../plan/answers.ts';
import { cellsOf, type WaitingCell } from '../plan/cells.ts';
import type { Cell, StudyPlan } from '../plan/plan.ts';
import { createShard, type Shard } from '../plan/shards.ts';
import { specText } from '../plan/specText.ts';

/** What of a study is run here. */
export interface StudyPart {
  /** Absent: all of it. */
  readonly shard?: Shard;
  /** Ids of runs (failed ones, mostly) whose cells are run once more. */
  readonly repeated?: ReadonlySet<string>;
}

/** Cells of one arm at one combination of levels. */
export interface CellsAtPlace extends Pick<Cell, 'arm' | 'levels'> {
  readonly count: number;
}

export interface CellQueue {
  /** The next cell, which then is under way; undefined where none is open now. */
  take(): Cell | undefined;
  /** A cell that was interrupted is open again; one that has its answer is not. */
  giveBack(cell: Cell): void;
  /** The cell's run has ended. */
  answer(cell: Cell, run: RunRecord): void;
  /** What nobody has taken yet, also what tuning has still to choose the settings of. */
  readonly toCome: readonly CellsAtPlace[];
  /** Of all cells, those with an answer. */
  readonly ended: number;
  readonly all: number;
  /** All attempts, in the order in which they ended. */
  readonly runs: readonly RunRecord[];
}

/** @param before all attempts so far, in the order in which they ended */
export function createCellQueue(
  plan: StudyPlan,
  before: readonly RunRecord[],
  { shard = { index: 1, count: 1 }, repeated = new Set() }: StudyPart,
): CellQueue {
  const isOwn = createShard(plan, shard);
  const runs = [...before];
  const answers = createAnswers(withoutRepeated(before, repeated));
  const taken = new Set<string>();
  let state = read();

  /** Goes through all cells: only when a run has ended. */
  function read() {
    const { cells, open, waiting } = cellsOf(plan, answers);
    const own = cells.filter(isOwn);
    const ownWaiting = waiting.filter(isOwn);
    return {
      ...withOpen(open.filter(isOwn), ownWaiting),
      ended: own.filter(({ spec }) => answers.of(spec) !== undefined).length,
      all: own.length + ownWaiting.length,
    };
  }

  function withOpen(cells: readonly Cell[], waiting: readonly WaitingCell[]) {
    const open = cells.filter(({ spec }) => !taken.has(specText(spec)));
    return { open, waiting, toCome: countPlaces([...open, ...waiting]) };
  }

  return {
    take() {
      const [next] = state.open;
      if (!next) return undefined;
      taken.add(specText(next.spec));
      state = { ...state, ...withOpen(state.open, state.waiting) };
      return next;
    },
    giveBack({ spec }) {
      if (taken.delete(specText(spec))) state = read();
    },
    answer({ spec }, run) {
      taken.delete(specText(spec));
      answers.add(run);
      runs.push(run);
      state = read();
    },
    get toCome() {
      return state.toCome;
    },
    get ended() {
      return state.ended;
    },
    get all() {
      return state.all;
    },
    runs,
  };
}

/** Nor does an attempt from before the one that is repeated answer its cell. */
function withoutRepeated(runs: readonly RunRecord[], repeated: ReadonlySet<string>): RunRecord[] {
  const last = new Map<string, number>();
  runs.forEach(({ id, spec }, place) => {
    if (repeated.has(id)) last.set(specText(spec), place);
  });
  return runs.filter(({ spec }, place) => place > (last.get(specText(spec)) ?? -1));
}

function countPlaces(cells: readonly Pick<Cell, 'arm' | 'levels'>[]): CellsAtPlace[] {
  const places = new Map<string, { arm: string; levels: Cell['levels']; count: number }>();
  for (const { arm, levels } of cells) {
    const key = JSON.stringify([arm, levels]);
    const place = places.get(key);
    if (place) place.count++;
    else places.set(key, { arm, levels, count: 1 });
  }
  return [...places.values()];
}
