/** The worker that pools datasets: it is asked once, answers once, and is ended by whoever asked. */
import { poolTasks, type Poolable } from './studies/analysis/poolTasks.ts';

self.onmessage = ({ data }: MessageEvent<{ arms: readonly string[]; analysis: Poolable }>) =>
  self.postMessage(poolTasks(data.arms, data.analysis));
