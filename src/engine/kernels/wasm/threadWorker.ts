/** A helping thread in the page: it takes chunks of jobs from the shared memory and never returns. */
import { instantiate } from './instance.ts';
import type { ThreadStart } from './thread.ts';

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  const exports = instantiate(data.module, data.memory);
  self.postMessage('ready');
  exports['serve']!(data.scratch);
};
