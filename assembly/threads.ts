/**
 * Work shared among threads. Every thread has its own instance of the module on the same memory; the
 * one that trains publishes a job, and all of them take its chunks until none is left.
 *
 * How a job is cut into chunks follows from its shapes alone, and each chunk writes to places of its
 * own: so results do not depend on the number of threads, nor on who took which chunk.
 *
 * Memory, from CONTROL on (zero before the first job):
 *
 *   ticket    u64   job number << 32 | next chunk: one atomic addition takes a chunk of the newest job
 *   newest    i32   number of the newest job: what idle threads watch
 *   sleepers  i32   threads that stopped watching and must be woken
 *   slots           a ring of JOBS descriptions: number, chunks, finished chunks, function, fields
 *
 * A thread that comes late finds no chunk left, or a slot whose number is not the job's; its slot may
 * be overwritten only once all chunks are finished, hence never while one is being worked on.
 */

/** Where the control block lies, and how long it is: the heap begins behind it (heap.ts). */
const CONTROL: usize = 1024;
const NEWEST: usize = CONTROL + 8;
const SLEEPERS: usize = CONTROL + 12;
const SLOTS: usize = CONTROL + 64;
const JOBS: i32 = 16;
const SLOT_BYTES: usize = 256;

const NUMBER: usize = 0;
const CHUNKS: usize = 4;
const FINISHED: usize = 8;
const WORK: usize = 12;
const FIELDS: usize = 16;

/** Looks at the control block before a thread sleeps, some tens of microseconds. */
const PATIENCE: i32 = 4000;

/** Bytes of a thread's own scratch memory. */
export const SCRATCH_BYTES: usize = 1 << 20;

/** Does one chunk; `fields` points to what `publish` returned. */
export type Work = (fields: usize, chunk: i32) => void;

let helpers: i32 = 0;
let scratch: usize = 0;

/** Memory of this thread alone, SCRATCH_BYTES long; its content does not outlive a chunk. */
export function ownScratch(): usize {
  return scratch;
}

/** Called once on the thread that trains. */
export function begin(scratchAt: usize, helpingThreads: i32): void {
  scratch = scratchAt;
  helpers = helpingThreads;
}

function slotOf(job: i32): usize {
  return SLOTS + <usize>(job & (JOBS - 1)) * SLOT_BYTES;
}

/** The fields of the next job, to be filled before `run`. */
export function prepare<Fields>(): Fields {
  const slot = slotOf(atomic.load<i32>(NEWEST) + 1);
  atomic.store<i32>(slot, -1, NUMBER);
  return changetype<Fields>(slot + FIELDS);
}

/** Runs the job that was prepared; all its chunks are done when this returns. */
export function run(work: Work, chunks: i32): void {
  const job = atomic.load<i32>(NEWEST) + 1;
  const slot = slotOf(job);
  if (helpers == 0 || chunks == 1) {
    for (let chunk = 0; chunk < chunks; chunk++) work(slot + FIELDS, chunk);
    return;
  }
  atomic.store<i32>(slot, chunks, CHUNKS);
  atomic.store<i32>(slot, 0, FINISHED);
  atomic.store<i32>(slot, work.index, WORK);
  atomic.store<i32>(slot, job, NUMBER);
  atomic.store<u64>(CONTROL, (<u64>job) << 32);
  atomic.store<i32>(NEWEST, job);
  if (atomic.load<i32>(SLEEPERS) > 0) wakeAll(NEWEST);
  while (takeChunk()) {}
  watch(slot + FINISHED, chunks);
}

function wakeAll(at: usize): void {
  atomic.notify(at, -1);
}

/** Takes and does one chunk of the newest job; false where none was left. */
function takeChunk(): bool {
  const ticket = atomic.add<u64>(CONTROL, 1);
  const job = <i32>(ticket >> 32);
  const chunk = <i32>ticket;
  const slot = slotOf(job);
  const chunks = atomic.load<i32>(slot, CHUNKS);
  if (chunk >= chunks || atomic.load<i32>(slot, NUMBER) != job) return false;
  call_indirect<void>(atomic.load<i32>(slot, WORK), slot + FIELDS, chunk);
  if (atomic.add<i32>(slot, 1, FINISHED) + 1 == chunks) wakeAll(slot + FINISHED);
  return true;
}

/** Waits until the number at an address is `value`. */
function watch(at: usize, value: i32): void {
  for (let look = 0; look < PATIENCE; look++) if (atomic.load<i32>(at) == value) return;
  let found = atomic.load<i32>(at);
  while (found != value) {
    atomic.wait<i32>(at, found, -1);
    found = atomic.load<i32>(at);
  }
}

/** The life of a helping thread: it never returns. */
export function serve(scratchAt: usize): void {
  scratch = scratchAt;
  let seen: i32 = 0;
  while (true) {
    seen = awaitJob(seen);
    while (takeChunk()) {}
  }
}

/** The number of a job newer than `seen`. */
function awaitJob(seen: i32): i32 {
  for (let look = 0; look < PATIENCE; look++) {
    const newest = atomic.load<i32>(NEWEST);
    if (newest != seen) return newest;
  }
  atomic.add<i32>(SLEEPERS, 1);
  while (atomic.load<i32>(NEWEST) == seen) atomic.wait<i32>(NEWEST, seen, -1);
  atomic.sub<i32>(SLEEPERS, 1);
  return atomic.load<i32>(NEWEST);
}
