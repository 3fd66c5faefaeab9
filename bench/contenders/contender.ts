/** The contract of a contender: someone who trains a case, and can be timed. */

export type ContenderId = 'lab' | 'stock' | 'pytorch' | 'jaxJs';

/** Names as the table shows them; the lab leads, the others follow in this order. */
export const contenderNames: Readonly<Record<ContenderId, string>> = {
  lab: 'the lab',
  stock: 'TensorFlow.js',
  pytorch: 'PyTorch',
  jaxJs: 'jax-js',
};

/** `webgpu-null` counts and times commands that no device carries out: its losses say nothing. */
export const backendNames = ['wasm', 'cpu', 'webgl', 'webgpu', 'webgpu-null'] as const;
export type BackendName = (typeof backendNames)[number];

/** What the libraries call it. */
export const libraryBackend = (backend: BackendName) =>
  backend === 'webgpu-null' ? 'webgpu' : backend;

/** What is to be trained, and on what: plain data, so that it crosses to a worker. */
export interface Order {
  readonly caseId: string;
  readonly batch: number;
  readonly sizes: { readonly side: number; readonly width: number };
  readonly backend: BackendName;
  readonly threads: number;
}

/** Some steps, one after the other. */
export interface Sample {
  /** Milliseconds per step, until the device has finished the last. */
  readonly ms: number;
  /** Of these, how long the calls that take the steps lasted: JavaScript alone, on a GPU. */
  readonly issueMs: number;
  /** Mean loss of these steps, each before it moved the parameters. */
  readonly loss: number;
  /** Commands to the GPU per step, where there is one. */
  readonly dispatches?: number;
  /** Largest memory of a contender that is a process of its own, beyond what it starts with. */
  readonly peakBytes?: number;
}

/** A case under way. Every call goes on where the last one stopped. */
export interface Session {
  /** Threads that it computes with. */
  readonly threads: number;
  steps(count: number): Promise<Sample>;
  dispose(): Promise<void>;
}

/** Times `advance` called `count` times and the read that waits for its results. */
export async function timeSteps(
  count: number,
  advance: () => void,
  readLoss: () => Promise<number>,
): Promise<Sample> {
  const began = performance.now();
  for (let step = 0; step < count; step++) advance();
  const issued = performance.now();
  const loss = await readLoss();
  return { ms: (performance.now() - began) / count, issueMs: (issued - began) / count, loss };
}
