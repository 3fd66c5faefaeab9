/** Kernels along rows as WGSL, a workgroup for each row: the loss, and the gradient of softmax. */
import type { Kernels } from '../../../core/kernels.ts';
import { inLines, type Program, type RunProgram } from './programs.ts';

/** Invocations along a row. */
const ACROSS = 64;

/**
 * One number of a row from a part at each invocation, in an order that never changes.
 * `reduced(part, index, largest)` gives the sum of the parts, or the largest.
 */
const reduction = `
var<workgroup> parts: array<f32, ${ACROSS}>;
fn reduced(part: f32, index: u32, largest: bool) -> f32 {
  parts[index] = part;
  workgroupBarrier();
  for (var reach = ${ACROSS / 2}u; reach > 0; reach /= 2) {
    if (index < reach) {
      let other = parts[index + reach];
      if (largest) { parts[index] = max(parts[index], other); } else { parts[index] += other; }
    }
    workgroupBarrier();
  }
  let result = parts[0];
  workgroupBarrier();
  return result;
}
`;

/** A body for each row, of which `first` is the first entry and `end` lies behind the last. */
const rowwise = (body: string): string => `
${reduction}
@compute @workgroup_size(${ACROSS})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let row = group.y * groups.x + group.x;
  let first = row * u.entries;
  let end = first + u.entries;
  ${body}
}`;

/** Rows that complete the last line of workgroups write nothing. */
const softmaxCrossEntropy: Program<'rows' | 'entries'> = {
  label: 'softmaxCrossEntropy',
  inputs: ['logits', 'targets'],
  outputs: ['losses', 'excess'],
  numbers: { rows: 'u32', entries: 'u32' },
  code: rowwise(`
  var top = logits[first];
  for (var i = first + index; i < end; i += ${ACROSS}) { top = max(top, logits[i]); }
  let largest = reduced(top, index, true);
  var part = 0.0;
  for (var i = first + index; i < end; i += ${ACROSS}) { part += exp(logits[i] - largest); }
  let total = reduced(part, index, false);
  let normaliser = log(total);
  var loss = 0.0;
  for (var i = first + index; i < end; i += ${ACROSS}) {
    let below = logits[i] - largest;
    loss += targets[i] * (normaliser - below);
    if (row < u.rows) { excess[i] = exp(below) / total - targets[i]; }
  }
  let sum = reduced(loss, index, false);
  if (index == 0 && row < u.rows) { losses[row] = sum; }`),
};

const softmaxGradient: Program<'rows' | 'entries'> = {
  label: 'softmaxGradient',
  inputs: ['upstream', 'y'],
  outputs: ['result'],
  numbers: { rows: 'u32', entries: 'u32' },
  code: rowwise(`
  var part = 0.0;
  for (var i = first + index; i < end; i += ${ACROSS}) { part += upstream[i] * y[i]; }
  let product = reduced(part, index, false);
  if (row >= u.rows) { return; }
  for (var i = first + index; i < end; i += ${ACROSS}) {
    result[i] = y[i] * (upstream[i] - product);
  }`),
};

const groupsForRows = (rows: number): [number, number, number] => [...inLines(rows), 1];

type Rowwise = Pick<Kernels, 'softmaxCrossEntropy' | 'softmaxGradient'>;

export function rowwiseKernels(run: RunProgram): Rowwise {
  return {
    softmaxCrossEntropy(logits, targets) {
      const [rows = 0, entries = 0] = logits.shape;
      const [losses, excess] = run(softmaxCrossEntropy, {
        inputs: [logits, targets],
        outputs: [[rows], logits.shape],
        numbers: { rows, entries },
        workgroups: groupsForRows(rows),
      });
      return { losses: losses!, excess: excess! };
    },
    softmaxGradient(upstream, y) {
      const [rows = 0, entries = 0] = y.shape;
      return run(softmaxGradient, {
        inputs: [upstream, y],
        outputs: [y.shape],
        numbers: { rows, entries },
        workgroups: groupsForRows(rows),
      })[0]!;
    },
  };
}
