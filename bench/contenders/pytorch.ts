/** PyTorch on the CPU: torch/steps.py as a process of its own, which trains a problem on request. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exampleCount, type Problem } from '../cases/case.ts';
import { findCase } from '../cases/index.ts';
import type { Order, Sample, Session } from './contender.ts';
import { findPython } from './python.ts';

const script = fileURLToPath(new URL('../torch/steps.py', import.meta.url));
/** Steps whose examples are written out; the bench takes fewer. */
const STEPS = 512;

type HostValues = Float32Array | Int32Array | Uint8Array;
const kindOf = (values: HostValues) =>
  values instanceof Float32Array ? 'float32' : values instanceof Int32Array ? 'int32' : 'uint8';

/** Writes what the script reads: problem.json and a file for each array. */
async function writeProblem(folder: string, problem: Problem, torch: object): Promise<void> {
  const write = async (file: string, values: HostValues, shape: readonly number[]) => {
    await writeFile(join(folder, file), values);
    return { file, kind: kindOf(values), shape };
  };
  const order = Int32Array.from(
    Array.from({ length: STEPS }, (_, step) => [...problem.indicesAt(step)]).flat(),
  );
  const parameters = problem.parameters.map(
    async ({ name, values, shape }, i) =>
      [name, await write(`parameter${i}`, values, shape)] as const,
  );
  const { inputs, targets, outputs } = problem;
  const count = exampleCount(problem);
  const targetShape = targets instanceof Uint8Array ? [count] : [count, outputs];
  const description = {
    ...torch,
    learningRate: problem.learningRate,
    parameters: Object.fromEntries(await Promise.all(parameters)),
    inputs: await write('inputs', inputs, [count, ...problem.inputShape]),
    targets: await write('targets', targets, targetShape),
    order: await write('order', order, [STEPS, problem.batch]),
  };
  await writeFile(join(folder, 'problem.json'), JSON.stringify(description));
}

export async function openPytorch({ caseId, batch, sizes, threads }: Order): Promise<Session> {
  const python = findPython();
  if (!python) throw new Error('no Python here has PyTorch');
  const folder = await mkdtemp(join(tmpdir(), 'coordinet-bench-'));
  const found = findCase(caseId);
  await writeProblem(folder, found.problem(batch, sizes), found.torch);
  const env = { ...process.env, OMP_NUM_THREADS: String(threads) };
  const child = spawn(python, [script, folder, String(threads)], { env });
  const complaints: string[] = [];
  child.stderr.on('data', (text) => complaints.push(String(text)));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();

  async function nextLine(): Promise<unknown> {
    const { value, done } = await lines.next();
    if (done) throw new Error(`PyTorch ended: ${complaints.join('').trim().split('\n').at(-1)}`);
    return JSON.parse(String(value));
  }

  await nextLine(); // it is ready
  return {
    threads,
    async steps(count) {
      child.stdin.write(`${count}\n`);
      return (await nextLine()) as Sample;
    },
    async dispose() {
      child.stdin.end();
      child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
