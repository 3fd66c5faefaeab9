/** Helping threads: a worker of the page, or a thread of Node, each with an instance of the module. */
export interface Thread {
  end(): void;
}

/** What a thread needs to begin; posted to it. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of its scratch memory. */
  readonly scratch: number;
}

const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

/** A thread that has not answered by then is done without. */
const PATIENCE_MS = 10_000;

export function startThread(start: ThreadStart): Promise<Thread> {
  return isNode ? startInNode(start) : startInPage(start);
}

function startInPage(start: ThreadStart): Promise<Thread> {
  const worker = new Worker(new URL('./threadWorker.ts', import.meta.url), { type: 'module' });
  const thread = { end: () => worker.terminate() };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      worker.terminate();
      reject(new Error('a thread did not start'));
    }, PATIENCE_MS);
    worker.onmessage = () => {
      clearTimeout(timer);
      resolve(thread);
    };
    worker.onerror = (event) => {
      clearTimeout(timer);
      reject(new Error(event.message));
    };
    worker.postMessage(start);
  });
}

/** The same few lines as threadWorker.ts, as Node's threads want them. */
const NODE_THREAD = `
  const { parentPort, workerData: { module, memory, scratch } } = require('node:worker_threads');
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  parentPort.postMessage('ready');
  exports.serve(scratch);
`;

async function startInNode(start: ThreadStart): Promise<Thread> {
  const { Worker: NodeThread } = await import(/* @vite-ignore */ 'node:worker_threads');
  const thread = new NodeThread(NODE_THREAD, { eval: true, workerData: start });
  await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  thread.unref();
  return { end: () => void thread.terminate() };
}
