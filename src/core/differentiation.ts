/**
 * The operations of ops.ts over any backend's kernels, with their gradients.
 *
 * Reverse mode on a tape (tape.ts). The gradients are the lab's own (operations/), composed of
 * kernels, so they are the same on every backend and cannot be missing on one.
 *
 * Memory: a step runs inside `tidy`. On the way back an operation's result and gradient are freed
 * as soon as nothing earlier can need them, so the peak is about one forward pass.
 */
import type { DeviceArray, Kernels } from './kernels.ts';
import { createOps } from './operations/operations.ts';
import type { Ops, ParameterLookup, Tensor } from './ops.ts';
import { expectShape } from './shapes.ts';
import { alias, arrayOf, createRecord, Node, nodeOf, sendBack } from './tape.ts';

/** What a computation is asked to return besides its loss. */
export type Outputs = Readonly<Record<string, Tensor>>;

export interface Differentiated {
  readonly loss: DeviceArray;
  /** By name of each parameter that moves and that the loss depends on; others are all zero. */
  readonly gradients: ReadonlyMap<string, DeviceArray>;
  readonly outputs: Readonly<Record<string, DeviceArray>>;
}

/**
 * Runs `compute` and takes the gradient of its scalar loss. The caller owns all arrays returned,
 * and keeps owning the parameters.
 *
 * @param moves which parameters get a gradient
 */
export function differentiate(
  kernels: Kernels,
  parameters: ReadonlyMap<string, DeviceArray>,
  moves: (name: string) => boolean,
  compute: (ops: Ops, parameter: ParameterLookup) => { loss: Tensor; outputs: Outputs },
): Differentiated {
  return kernels.tidy(() => {
    const tape: Node[] = [];
    const leaves = new Map<string, Node>();
    const parameter = lookup(parameters, leaves, moves);
    const { loss, outputs } = compute(createOps(kernels, createRecord(tape)), parameter);
    expectShape('loss', loss.shape, []);

    const kept = Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, alias(kernels, arrayOf(tensor))]),
    );
    const lossCopy = alias(kernels, arrayOf(loss));
    sendBack(kernels, tape, nodeOf(loss));

    const gradients = new Map<string, DeviceArray>();
    for (const [name, leaf] of leaves) if (leaf.gradient) gradients.set(name, leaf.gradient);
    return { loss: lossCopy, gradients, outputs: kept };
  });
}

/** Runs `compute` without gradients; the caller owns the arrays returned. */
export function evaluate(
  kernels: Kernels,
  parameters: ReadonlyMap<string, DeviceArray>,
  compute: (ops: Ops, parameter: ParameterLookup) => Outputs,
): Record<string, DeviceArray> {
  return kernels.tidy(() => {
    const parameter = lookup(parameters, new Map(), () => false);
    const outputs = compute(createOps(kernels, createRecord(undefined)), parameter);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, alias(kernels, arrayOf(tensor))]),
    );
  });
}

function lookup(
  parameters: ReadonlyMap<string, DeviceArray>,
  leaves: Map<string, Node>,
  moves: (name: string) => boolean,
): ParameterLookup {
  return (name) => {
    const known = leaves.get(name);
    if (known) return known;
    const array = parameters.get(name);
    if (!array) throw new Error(`parameter "${name}" was not declared`);
    const leaf = new Node(array, moves(name));
    leaves.set(name, leaf);
    return leaf;
  };
}
