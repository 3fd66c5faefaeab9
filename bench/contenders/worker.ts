/**
 * A contender in a worker of its own, in Node as in a page: one library's globals, flags and kernels
 * cannot reach another's, and a step that takes too long can be ended.
 */
import { expose, type Endpoint } from 'comlink';
import { openJaxJs } from './jaxJs.ts';
import { openLab } from './lab.ts';
import { openStock } from './stock.ts';
import type { Order, Sample, Session } from './contender.ts';

export type WorkerContender = 'lab' | 'stock' | 'jaxJs';

/** What the worker answers. */
export interface ContenderWorker {
  /** Answers once everything is loaded. */
  ready(): void;
  /** @returns its threads */
  open(contender: WorkerContender, order: Order): Promise<number>;
  steps(count: number): Promise<Sample>;
}

const openers = { lab: openLab, stock: openStock, jaxJs: openJaxJs };
const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

let session: Session | undefined;
let dispatches = 0;

const contender: ContenderWorker = {
  ready() {},
  async open(id, order) {
    if (order.backend.startsWith('webgpu')) await prepareWebgpu(order);
    session = await openers[id](order);
    return session.threads;
  },
  async steps(count) {
    const before = dispatches;
    const sample = await session!.steps(count);
    const sent = dispatches - before;
    return sent > 0 ? { ...sample, dispatches: sent / count } : sample;
  },
};

/** Counts the commands that go to the GPU; in Node there is first a GPU to be made. */
async function prepareWebgpu({ backend }: Order): Promise<void> {
  if (isNode) {
    const { provideWebgpu } = await import('./nodeWebgpu.ts');
    await provideWebgpu(backend === 'webgpu-null');
  }
  const pass = globalThis.GPUComputePassEncoder?.prototype;
  if (!pass) return;
  const dispatch = pass.dispatchWorkgroups;
  pass.dispatchWorkgroups = function counted(...sizes) {
    dispatches++;
    return dispatch.apply(this, sizes);
  };
}

async function ownEndpoint(): Promise<Endpoint> {
  if (!isNode) return globalThis as unknown as Endpoint;
  const { parentPort } = await import(/* @vite-ignore */ 'node:worker_threads');
  const { default: nodeEndpoint } = await import('comlink/dist/esm/node-adapter.mjs');
  return nodeEndpoint(parentPort!);
}

expose(contender, await ownEndpoint());
