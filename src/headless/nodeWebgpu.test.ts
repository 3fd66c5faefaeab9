/** Studies on WebGPU from the command line. Skipped, and it says so, where there is no adapter. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { dropWebgpu, expectWebgpu, provideWebgpu } from './nodeWebgpu.ts';
import { readArguments, type RunCommand } from './studyArguments.ts';
import { readStudyFile } from './studyFile.ts';
import { runCommand } from './studySession.ts';

/** In software, on a machine that has other work, too. */
const SLOW = 240_000;
/** Of losses, relative; what float32 on a GPU explains. */
const TOLERANCE = 2e-3;
const DRIVERS = 'VK_ICD_FILENAMES';

const missing = await provideWebgpu();
dropWebgpu();
afterAll(dropWebgpu);

it.runIf(process.platform === 'linux')('says what to do where there is no adapter', async () => {
  const before = process.env[DRIVERS];
  process.env[DRIVERS] = '/nowhere.json';
  try {
    expect(await expectWebgpu().then(() => 'found', codeOf)).toBe('no-webgpu');
  } finally {
    if (before === undefined) delete process.env[DRIVERS];
    else process.env[DRIVERS] = before;
  }
});

const study = {
  title: 'Two runs on a GPU',
  base: {
    dataset: { id: 'where' },
    architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
    ...{ trainingImages: 20, steps: 2, batchSize: 4 },
  },
  arms: [{ label: 'MLP', changes: {} }],
  seeds: [1, 2],
};

describe.skipIf(missing !== undefined)(`a study on WebGPU (${missing ?? 'not skipped'})`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'webgpu-'));
    await writeFile(join(folder, 'study.json'), JSON.stringify(study));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function runsOn(backend: string, ...options: string[]) {
    const out = join(folder, `${backend}.json`);
    const words = [join(folder, 'study.json'), '--out', out, '--backend', backend, ...options];
    const watching = { progress: vi.fn(), ended: vi.fn(), isStopAsked: () => false };
    await runCommand(readArguments(words) as RunCommand, watching);
    return (await readStudyFile(out))!.runs.toSorted((a, b) => a.spec.seed - b.spec.seed);
  }

  it(
    'is trained in threads of its own, with the weights, batches and losses of WASM',
    async () => {
      const runs = await runsOn('webgpu', '--jobs', '2');
      expect(runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
      expect(runs.map(({ environment }) => environment?.backend)).toEqual(['webgpu', 'webgpu']);
      const others = await runsOn('wasm', '--threads', '1');
      for (const [index, { final }] of runs.entries()) {
        const other = others[index]!.final!;
        expect(final!.initialWeightsSha256).toBe(other.initialWeightsSha256);
        expect(final!.batchOrderSha256).toBe(other.batchOrderSha256);
        expect(Math.abs(final!.testLoss / other.testLoss - 1)).toBeLessThan(TOLERANCE);
      }
    },
    SLOW,
  );
});
