/** Contenders in worker threads of this process. */
import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { Worker } from 'node:worker_threads';
import type { Order, Sample, Session } from './contender.ts';
import type { ContenderWorker, WorkerContender } from './worker.ts';

/** Memory is the process's growth since the worker had loaded its libraries; others rest meanwhile. */
export async function openInNode(contender: WorkerContender, order: Order): Promise<Session> {
  const worker = new Worker(new URL('./nodeWorker.mjs', import.meta.url));
  const broken = new Promise<never>((_, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('its worker ended')));
  });
  broken.catch(() => {}); // heard by whoever waits, if anyone does
  const loaded = new Promise<void>((resolve) => worker.once('message', () => resolve()));
  try {
    await Promise.race([loaded, broken]);
    const remote = wrap<ContenderWorker>(nodeEndpoint(worker));
    await Promise.race([remote.load(contender), broken]);
    const before = process.memoryUsage().rss;
    const threads = await Promise.race([remote.open(contender, order), broken]);
    return {
      threads,
      async steps(count): Promise<Sample> {
        const sample = await Promise.race([remote.steps(count), broken]);
        return { ...sample, peakBytes: Math.max(0, process.memoryUsage().rss - before) };
      },
      dispose: async () => void (await worker.terminate()),
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
