/**
 * Which runs a plan asks for, as far as its tuning has come.
 *
 *   tuning cells   group by group, in each of them draw by draw, seed by seed
 *   main cells     seed by seed: after the first seed all arms and levels have been seen once
 *
 * A group is an arm at the combination of levels that it is tuned at. Main cells whose group is not
 * through are known in number, not in spec: they wait.
 */
import type { RunRecord } from '../../training/result.ts';
import type { RunSpec } from '../../training/spec.ts';
import { createAnswers, type Answers } from './answers.ts';
import { levelsKey } from './combinations.ts';
import type { Cell, StudyArm, StudyPlan } from './plan.ts';
import { givenSpecs, type GivenSpec } from './specsOfPlan.ts';
import { atSeed } from './specText.ts';
import { bestDraw, drawnSpec, scoreOf, type DrawScore } from './tuning.ts';

/** A cell of the main stage whose settings tuning has still to choose. */
export type WaitingCell = Omit<Cell, 'spec'>;

/** What tuning tried and chose for an arm at a combination of levels. */
export interface TuningGroup {
  readonly arm: string;
  readonly levels: Cell['levels'];
  /** [draws] of those whose cells have all ended. */
  readonly scores: readonly DrawScore[];
  /** null until every cell of the group has ended. */
  readonly chosen: number | null;
}

export interface PlanCells {
  /** Whose spec is known, in the order in which they are run. */
  readonly cells: readonly Cell[];
  readonly waiting: readonly WaitingCell[];
  /** Of `cells`, those without a run that ended; of several with one spec only the first. */
  readonly open: readonly Cell[];
  /** Empty without tuning. */
  readonly groups: readonly TuningGroup[];
}

/**
 * @param runs all attempts, in the order in which they ended; those of other studies do no harm. Or
 *   the answers made of them, where they grow run by run
 */
export function cellsOf(plan: StudyPlan, runs: readonly RunRecord[] | Answers): PlanCells {
  const answers = isAnswers(runs) ? runs : createAnswers(runs);
  const tuning = tuningCells(plan);
  const groups = groupsOf(plan, tuning, answers);
  const { cells: main, waiting } = mainCells(plan, groups);
  const cells = [...tuning, ...main];
  return { cells, waiting, open: answers.openOf(cells), groups };
}

const isAnswers = (runs: readonly RunRecord[] | Answers): runs is Answers => 'openOf' in runs;

/** Specs of a plan's cells are made once: they are looked up by identity, thousands of times. */
const made = new WeakMap<GivenSpec, Map<string, Cell>>();

function cellFor(
  plan: StudyPlan,
  given: GivenSpec,
  { stage, seed, draw }: Pick<Cell, 'stage' | 'seed' | 'draw'>,
): Cell {
  let cells = made.get(given);
  if (!cells) made.set(given, (cells = new Map()));
  const drawn = draw ?? 0;
  const key = `${stage}/${seed}/${drawn}`;
  const known = cells.get(key);
  if (known) return known;
  const whole = atSeed(specOfDraw(plan, given, drawn), seed);
  // In the main stage the draw is the one that tuning chose, which is no part of what a cell is.
  const { arm, levels } = given;
  const cell = { stage, arm, levels, seed, draw: stage === 'main' ? null : draw, spec: whole };
  cells.set(key, cell);
  return cell;
}

const drawn = new WeakMap<RunSpec, Map<number, RunSpec>>();

function specOfDraw(plan: StudyPlan, given: GivenSpec, draw: number): RunSpec {
  let specs = drawn.get(given.spec);
  if (!specs) drawn.set(given.spec, (specs = new Map()));
  const known = specs.get(draw);
  if (known) return known;
  const spec = drawnSpec(given.spec, armOf(plan, given.arm), draw, plan.tuning);
  specs.set(draw, spec);
  return spec;
}

const armOf = (plan: StudyPlan, label: string): StudyArm =>
  plan.arms.find((arm) => arm.label === label)!;

/** Where tuning happens: each arm at each combination, or at the one that the plan names. */
function tunedSpecs(plan: StudyPlan): readonly GivenSpec[] {
  const { tuning } = plan;
  if (!tuning) return [];
  const given = givenSpecs(plan);
  const { at } = tuning;
  if (at === 'each') return given;
  return given.filter(({ levels }) => levelsKey(levels) === levelsKey(at));
}

function tuningCells(plan: StudyPlan): Cell[] {
  const { tuning } = plan;
  if (!tuning) return [];
  return tunedSpecs(plan).flatMap((given) =>
    Array.from({ length: tuning.draws }, (_, draw) =>
      tuning.seeds.map((seed) => cellFor(plan, given, { stage: 'tuning', seed, draw })),
    ).flat(),
  );
}

function groupsOf(plan: StudyPlan, cells: readonly Cell[], answers: Answers): TuningGroup[] {
  const { tuning } = plan;
  if (!tuning) return [];
  const size = tuning.draws * tuning.seeds.length;
  return tunedSpecs(plan).map(({ arm, levels }, place) => {
    const own = cells.slice(place * size, (place + 1) * size);
    const scores = Array.from({ length: tuning.draws }, (_, draw) => {
      const runs = own.filter((cell) => cell.draw === draw).map(({ spec }) => answers.of(spec));
      return runs.includes(undefined) ? null : scoreOf(draw, runs as RunRecord[]);
    });
    const known = scores.filter((score) => score !== null);
    const isThrough = known.length === scores.length;
    return { arm, levels, scores: known, chosen: isThrough ? bestDraw(known) : null };
  });
}

function mainCells(plan: StudyPlan, groups: readonly TuningGroup[]) {
  const cells: Cell[] = [];
  const waiting: WaitingCell[] = [];
  const chosen = new Map(groups.map((group) => [groupKey(plan, group), group.chosen]));
  for (const seed of plan.seeds) {
    for (const given of givenSpecs(plan)) {
      const draw = plan.tuning ? chosen.get(groupKey(plan, given))! : 0;
      if (draw !== null) cells.push(cellFor(plan, given, { stage: 'main', seed, draw }));
      else {
        const { arm, levels } = given;
        waiting.push({ stage: 'main', arm, levels, seed, draw: null });
      }
    }
  }
  return { cells, waiting };
}

/** Of the group that decides the settings of an arm at these levels. */
function groupKey(plan: StudyPlan, { arm, levels }: Pick<Cell, 'arm' | 'levels'>): string {
  const shared = plan.tuning && plan.tuning.at !== 'each';
  return JSON.stringify([arm, shared ? '' : levelsKey(levels)]);
}
