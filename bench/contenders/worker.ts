/**
 * A contender in a worker of its own, in Node as in a page: one library's globals, flags and kernels
 * cannot reach another's, and a step that takes too long can be ended.
 */
import { expose, type Endpoint } from 'comlink';
import type { Order, Sample, Session } from './contender.ts';
import type * as NodeWebgpuModule from './nodeWebgpu.ts';

export type WorkerContender = 'lab' | 'stock' | 'jaxJs';

/** What the worker answers. Before that it says that it has loaded everything. */
export interface ContenderWorker {
  load(contender: WorkerContender): Promise<void>;
  /** @returns its threads */
  open(contender: WorkerContender, order: Order): Promise<number>;
  steps(count: number): Promise<Sample>;
}

/** Loaded when it is chosen: two copies of TensorFlow.js in one worker would share an engine. */
const openers = {
  lab: async () => (await import('./lab.ts')).openLab,
  stock: async () => (await import('./stock.ts')).openStock,
  jaxJs: async () => (await import('./jaxJs.ts')).openJaxJs,
};
const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

let session: Session | undefined;
let dispatches = 0;

const contender: ContenderWorker = {
  load: async (id) => void (await openers[id]()),
  async open(id, order) {
    if (order.backend.startsWith('webgpu')) await prepareWebgpu(order);
    const open = await openers[id]();
    session = await open(order);
    return session.threads;
  },
  async steps(count) {
    const before = dispatches;
    const sample = await session!.steps(count);
    const sent = dispatches - before;
    return sent > 0 ? { ...sample, dispatches: sent / count } : sample;
  },
};

type NodeWebgpu = typeof NodeWebgpuModule;
/** No part of a page's bundle. */
const nodeWebgpu = './nodeWebgpu.ts';

/** Counts the commands that go to the GPU; in Node there is first a GPU to be made. */
async function prepareWebgpu({ backend }: Order): Promise<void> {
  if (isNode) {
    const { provideWebgpu } = (await import(/* @vite-ignore */ nodeWebgpu)) as NodeWebgpu;
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

const endpoint = await ownEndpoint();
expose(contender, endpoint);
endpoint.postMessage('loaded');
