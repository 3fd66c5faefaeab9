/** What the bench asks of its page in Chromium: contenders in workers, by number. */
import { wrap, type Remote } from 'comlink';
import type { Order, Sample } from '../contenders/contender.ts';
import type { ContenderWorker, WorkerContender } from '../contenders/worker.ts';

export interface BenchPage {
  /** Answers once the worker has loaded everything. */
  start(): Promise<number>;
  /** @returns its threads */
  open(id: number, contender: WorkerContender, order: Order): Promise<number>;
  steps(id: number, count: number): Promise<Sample>;
  end(id: number): void;
}

interface Contender {
  readonly worker: Worker;
  readonly remote: Remote<ContenderWorker>;
  /** Never fulfilled; rejected when the worker breaks. */
  readonly broken: Promise<never>;
}

const contenders: Contender[] = [];

async function start(): Promise<number> {
  const worker = new Worker(new URL('../contenders/worker.ts', import.meta.url), {
    type: 'module',
  });
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message || 'its worker broke'));
  });
  broken.catch(() => {}); // heard by whoever waits, if anyone does
  // A message that is sent before the worker listens is lost.
  const loaded = new Promise<void>((resolve) => {
    worker.addEventListener('message', () => resolve(), { once: true });
  });
  await Promise.race([loaded, broken]);
  return contenders.push({ worker, broken, remote: wrap<ContenderWorker>(worker) }) - 1;
}

const page: BenchPage = {
  start,
  open(id, contender, order) {
    const { remote, broken } = contenders[id]!;
    return Promise.race([remote.open(contender, order), broken]);
  },
  steps(id, count) {
    const { remote, broken } = contenders[id]!;
    return Promise.race([remote.steps(count), broken]);
  },
  end: (id) => contenders[id]!.worker.terminate(),
};

Object.assign(globalThis, { bench: page });
