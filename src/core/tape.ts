/**
 * The tape: what a computation did, so that a gradient can go back over it.
 *
 * Every operation notes its inputs and how to send a gradient back to them (Linnainmaa 1970;
 * Griewank and Walther 2008).
 */
import type { DeviceArray, Kernels } from './kernels.ts';
import type { Tensor } from './ops.ts';
import { expectShape, shapesEqual, type Shape } from './shapes.ts';

/** Gradients for each input, in order; undefined for one that needs none. */
export type Backward = (upstream: DeviceArray) => (DeviceArray | undefined)[];

export class Node implements Tensor {
  gradient: DeviceArray | undefined;

  constructor(
    readonly array: DeviceArray,
    /** Does anything that training moves lie behind it? */
    readonly moves: boolean,
    readonly inputs: readonly Node[] = [],
    readonly backward: Backward | undefined = undefined,
  ) {}

  get shape(): Shape {
    return this.array.shape;
  }
}

export const nodeOf = (tensor: Tensor): Node => tensor as Node;
export const arrayOf = (tensor: Tensor): DeviceArray => nodeOf(tensor).array;

/** A handle that may be freed apart from the one given. */
export const alias = (kernels: Kernels, x: DeviceArray): DeviceArray => kernels.reshape(x, x.shape);

/** Makes the node of a result; on a tape it is noted there. */
export type Record = (array: DeviceArray, inputs: Node[], backward: Backward) => Node;

/** @param tape undefined: only compute */
export function createRecord(tape: Node[] | undefined): Record {
  return (array, inputs, backward) => {
    const moves = tape !== undefined && inputs.some((input) => input.moves);
    const node = new Node(array, moves, moves ? inputs : [], moves ? backward : undefined);
    tape?.push(node);
    return node;
  };
}

/**
 * Sends the gradient of `loss` back to the leaves. An operation's result and gradient are freed as
 * soon as nothing earlier can need them.
 */
export function sendBack(kernels: Kernels, tape: Node[], loss: Node): void {
  if (!loss.moves) throw new Error('the loss depends on no parameter that moves');
  loss.gradient = kernels.fromHost(Float32Array.of(1), []);
  for (const node of tape.reverse()) {
    const { gradient, backward } = node;
    if (gradient && backward) passOn(kernels, node, backward(gradient));
    if (gradient) kernels.dispose(gradient);
    node.gradient = undefined;
    kernels.dispose(node.array); // only earlier nodes are left, and none of them reads it
  }
}

function passOn(kernels: Kernels, node: Node, gradients: (DeviceArray | undefined)[]): void {
  node.inputs.forEach((input, i) => {
    const gradient = gradients[i];
    if (!gradient) return;
    if (!shapesEqual(gradient.shape, input.shape)) {
      expectShape('gradient', gradient.shape, input.shape);
    }
    // The upstream itself may be handed on; it is freed with its node, so take a handle of our own.
    const own = gradient === node.gradient ? alias(kernels, gradient) : gradient;
    const before = input.gradient;
    input.gradient = before ? kernels.binary('add', before, own) : own;
    if (!before) return;
    kernels.dispose(before);
    kernels.dispose(own);
  });
}
