/**
 * Sums and maxima over the middle of [outer, length, inner] as WGSL. The stock backend transposes a
 * copy of the whole array and then takes one workgroup for each result. Here neighbouring
 * invocations read neighbouring entries where they lie, a long middle is cut into slices, and a
 * second dispatch adds up the slices. How it is cut follows from the shape alone, and nothing is
 * added atomically, so results repeat bit for bit.
 */
import type { DeviceArray } from '../../../core/kernels.ts';
import { inLines, LARGEST_DISPATCH, type Program, type RunProgram } from './programs.ts';

/** Invocations of a workgroup: along the entries that stay, and along those that are reduced. */
const ACROSS = 32;
const DOWN = 8;
/** Workgroups that keep a large GPU busy. */
const ENOUGH_GROUPS = 256;
/** A slice shorter than this is not worth a second dispatch. */
const SHORTEST_SLICE = 128;

export interface Around {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

type Sliced = 'length' | 'inner' | 'slices' | 'depth';

/** A reduction, of entries of an array or of what `entry` computes. */
export interface Reduction<Numbers extends string> {
  readonly program: Program<Sliced | Numbers>;
  readonly fold: 'sum' | 'max';
}

const combined = {
  sum: 'return a + b;',
  max: 'if (isNan(a)) { return a; } if (isNan(b)) { return b; } return max(a, b);',
};

/**
 * @param entry WGSL expression of (outer, at, column): what is reduced, `at` going along the middle
 */
export function defineReduction<const Numbers extends string = never>({
  label,
  inputs,
  numbers = {} as Record<Numbers, 'u32'>,
  functions = '',
  entry,
  fold,
}: {
  label: string;
  inputs: readonly string[];
  numbers?: Readonly<Record<Numbers, 'u32' | 'i32'>>;
  functions?: string;
  entry: string;
  fold: 'sum' | 'max';
}): Reduction<Numbers> {
  const sliced = { length: 'u32', inner: 'u32', slices: 'u32', depth: 'u32' } as const;
  const code = `
${functions}
fn combined(a: f32, b: f32) -> f32 { ${combined[fold]} }
fn entry(outer: u32, at: u32, column: u32) -> f32 { return ${entry}; }
var<workgroup> parts: array<array<f32, ${ACROSS}>, ${DOWN}>;

@compute @workgroup_size(${ACROSS}, ${DOWN})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  // Without slices the columns may go on in a next line of workgroups.
  let slice = select(group.y, 0, u.slices == 1);
  let tile = select(group.x, group.y * groups.x + group.x, u.slices == 1);
  let column = min(tile * ${ACROSS} + local.x, u.inner - 1);
  let begin = slice * u.depth;
  let end = min(begin + u.depth, u.length);
  // A maximum starts with an entry of its own slice, which it may meet again.
  var part = ${fold === 'sum' ? '0.0' : 'entry(group.z, begin, column)'};
  for (var at = begin + local.y; at < end; at += ${DOWN}) {
    part = combined(part, entry(group.z, at, column));
  }
  parts[local.y][local.x] = part;
  workgroupBarrier();
  if (local.y > 0 || tile * ${ACROSS} + local.x >= u.inner) { return; }
  for (var row = 1; row < ${DOWN}; row++) { part = combined(part, parts[row][local.x]); }
  result[(group.z * u.slices + slice) * u.inner + column] = part;
}`;
  const program = {
    label,
    inputs,
    outputs: ['result'],
    numbers: { ...sliced, ...numbers } as Program<Sliced | Numbers>['numbers'],
    code,
  };
  return { program, fold };
}

/** How many slices a middle is cut into, and their length. */
function slicesOf({ outer, length, inner }: Around): { slices: number; depth: number } {
  const groups = outer * Math.ceil(inner / ACROSS);
  const wanted = Math.ceil(ENOUGH_GROUPS / groups);
  const worth = Math.floor(length / SHORTEST_SLICE);
  const depth = Math.ceil(length / Math.max(1, Math.min(wanted, worth)));
  return { slices: Math.ceil(length / depth), depth };
}

/** Would a reduction over these sizes fit into a dispatch? */
export const fits = ({ outer }: Around): boolean => outer <= LARGEST_DISPATCH;

/** So many columns that they take more than one line of workgroups are never sliced. */
function groupsFor({ outer, inner }: Around, slices: number): [number, number, number] {
  const [across, lines] = inLines(Math.ceil(inner / ACROSS));
  return [across, slices === 1 ? lines : slices, outer];
}

const plain = { inputs: ['x'], entry: 'x[(outer * u.length + at) * u.inner + column]' };
const folds = {
  sum: defineReduction({ label: 'sum', ...plain, fold: 'sum' }),
  max: defineReduction({ label: 'max', ...plain, fold: 'max' }),
};

export type Reduce = ReturnType<typeof createReduce>;

/** [outer, length, inner] → [outer, inner], flat. */
export function createReduce(run: RunProgram, dispose: (x: DeviceArray) => void) {
  function reduce<Numbers extends string>(
    { program, fold }: Reduction<Numbers>,
    inputs: readonly DeviceArray[],
    around: Around,
    numbers: Readonly<Record<Numbers, number>>,
  ): DeviceArray {
    const { outer, length, inner } = around;
    const { slices, depth } = slicesOf(around);
    const [parts] = run(program, {
      inputs,
      outputs: [[outer * slices * inner]],
      numbers: { length, inner, slices, depth, ...numbers },
      workgroups: groupsFor(around, slices),
    });
    if (slices === 1) return parts!;
    const whole = reduce(folds[fold], [parts!], { outer, length: slices, inner }, {});
    dispose(parts!);
    return whole;
  }

  return {
    reduce,
    sum: (x: DeviceArray, around: Around) => reduce(folds.sum, [x], around, {}),
    max: (x: DeviceArray, around: Around) => reduce(folds.max, [x], around, {}),
  };
}
