/** Partial results, each computed by whichever thread, become one sum. */
import { addRow } from './rows';
import { prepare, run } from './threads';

@unmanaged
class Partials {
  partials: usize;
  size: i32;
  count: i32;
}

/** Numbers of a result that a chunk of `addPartials` adds up. */
const ADDED_AT_ONCE: i32 = 4096;

/** The first of `count` partial results becomes their sum, added in order. */
export function addPartials(partials: usize, size: i32, count: i32): void {
  if (count == 1) return;
  const job = prepare<Partials>();
  job.partials = partials;
  job.size = size;
  job.count = count;
  run(addPartialsChunk, (size + ADDED_AT_ONCE - 1) / ADDED_AT_ONCE);
}

function addPartialsChunk(fields: usize, chunk: i32): void {
  const job = changetype<Partials>(fields);
  const first = chunk * ADDED_AT_ONCE;
  const bytes = (<usize>min(ADDED_AT_ONCE, job.size - first)) << 2;
  const to = job.partials + ((<usize>first) << 2);
  for (let each = 1; each < job.count; each++) {
    addRow(to, to + ((<usize>each * <usize>job.size) << 2), bytes);
  }
}
