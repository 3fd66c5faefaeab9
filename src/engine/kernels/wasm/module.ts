/**
 * The lab's WebAssembly module (assembly/): one instance for each thread, all on one shared memory.
 *
 * Shared memory needs no isolated page; handing it to another thread does. So a page that is not
 * isolated gets one thread. Node has as many as it is asked for.
 */
import { LabError } from '../../../core/errors.ts';
import { createHeap, type Heap } from './heap.ts';
import { instantiate, type Exports } from './instance.ts';
import { moduleBytes, type Build } from './moduleBytes.ts';
import { startThread, type Thread } from './thread.ts';

export interface WasmModule {
  readonly exports: Exports;
  readonly heap: Heap;
  readonly threads: number;
  /** `fused` multiplies and adds in one rounding. */
  readonly build: Build;
  /** Ends its other threads. */
  close(): void;
}

/** Below it lie the threads' control block (assembly/threads.ts) and the module's constants. */
const HEAP_START = 65536;
/** Of one thread: assembly/threads.ts. */
const SCRATCH_BYTES = 1 << 20;
/**
 * 4 GB of addresses but for the last page, so that the end of every array is an address, too: loops
 * compare with it. A machine that cannot promise as many is asked for less.
 */
const PAGES_AT_MOST = [65535, 32768, 16384, 8192];
const FIRST_PAGES = 256;

/**
 * @param threads in all, this one included
 * @param builds to take the first of that this machine understands
 */
export async function openModule(
  threads: number,
  builds: readonly Build[] = ['fused', 'plain'],
): Promise<WasmModule> {
  const { module, build } = await compile(builds);
  const memory = reserve();
  const heap = createHeap(memory, HEAP_START);
  const exports = instantiate(module, memory);
  const helpers = await startThreads({ module, memory }, heap, threads - 1);
  exports['begin']!(heap.allocate(SCRATCH_BYTES), helpers.length);
  return {
    exports,
    heap,
    threads: 1 + helpers.length,
    build,
    close: () => helpers.forEach((helper) => helper.end()),
  };
}

/** The first build that this machine understands. */
async function compile(builds: readonly Build[]) {
  for (const build of builds) {
    const bytes = await moduleBytes(build);
    if (WebAssembly.validate(bytes)) return { module: await WebAssembly.compile(bytes), build };
  }
  throw new LabError('no-simd', {
    found: 'a browser whose WebAssembly has no vector instructions or no shared memory',
    expected: 'a browser of 2023 or later',
    fix: 'update the browser, or choose another backend',
  });
}

function reserve(): WebAssembly.Memory {
  let refusal: unknown;
  for (const maximum of PAGES_AT_MOST) {
    try {
      return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true });
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

async function startThreads(
  shared: { module: WebAssembly.Module; memory: WebAssembly.Memory },
  heap: Heap,
  count: number,
): Promise<Thread[]> {
  const started = Array.from({ length: Math.max(0, count) }, () =>
    startThread({ ...shared, scratch: heap.allocate(SCRATCH_BYTES) }),
  );
  const settled = await Promise.allSettled(started);
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
