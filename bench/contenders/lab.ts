/** The lab: its own runs on its own backends, through the same door as its worker. */
import { backends } from '../../src/engine/backends/index.ts';
import { findCase } from '../cases/index.ts';
import { libraryBackend, timeSteps, type Order, type Session } from './contender.ts';

export async function openLab({ caseId, batch, sizes, backend, threads }: Order): Promise<Session> {
  const wanted = libraryBackend(backend);
  const opened = await backends.find(({ id }) => id === wanted)!.open({ threads });
  const run = findCase(caseId).problem(batch, sizes).startLab(opened.kernels);
  return {
    threads: opened.threads,
    steps: (count) => timeSteps(count, run.advance, run.readLoss),
    async dispose() {
      run.dispose();
    },
  };
}
