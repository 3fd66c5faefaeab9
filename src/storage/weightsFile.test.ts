/** Weights for other programs: what PyTorch makes of them is what the lab makes of them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createHostKernels } from '../core/hostKernels.ts';
import { answersOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import { readSpec } from '../training/specs.ts';
import * as fixture from './fixtures/weights.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const { pixels, imageCount } = fixture;
const frozenFile = (name: string) => readFileSync(new URL(name, fixture.folder));

/** Logits [imageCount][classes] by the lab, from nothing but the file. */
async function askLab(bytes: Uint8Array): Promise<number[][]> {
  const { tensors, metadata } = readSafetensors(bytes);
  const spec = readSpec(JSON.parse(metadata['spec']!), 'the file');
  const sizes = JSON.parse(metadata['images']!) as {
    height: number;
    width: number;
    channels: number;
  };
  const classes = JSON.parse(metadata['classes']!) as string[];
  const kernels = createHostKernels('float32');
  const model = createModel(spec, { ...sizes, outputs: classes.length });
  const parameters = new Map(
    tensors.map(({ name, shape, values }) => [name, kernels.fromHost(values, shape)]),
  );
  const answers = await answersOf(kernels, { model, parameters }, pixels, imageCount);
  return Array.from({ length: imageCount }, (_, i) => [
    ...answers.subarray(i * classes.length, (i + 1) * classes.length),
  ]);
}

function expectSame(found: number[][], expected: number[][], name: string): void {
  expect(found, name).toHaveLength(imageCount);
  found.forEach((row, i) => {
    expect(row).toHaveLength(expected[i]!.length);
    row.forEach((logit, of) =>
      expect(Math.abs(logit - expected[i]![of]!), name).toBeLessThan(1e-4),
    );
  });
  // Four images alike would be compared with little.
  expect(new Set(found.map(String)).size).toBe(imageCount);
}

describe('frozen files of weights', () => {
  const logits = JSON.parse(frozenFile('../weights.json').toString()) as Record<string, number[][]>;

  it.each(Object.keys(fixture.frozen))('%s: the lab answers as PyTorch did', async (name) => {
    expectSame(await askLab(frozenFile(`${name}.safetensors`)), logits[name]!, name);
  });

  it.each(Object.keys(fixture.frozen))('%s: the same bytes when written again', (name) => {
    const bytes = new Uint8Array(frozenFile(`${name}.safetensors`));
    expect(writeSafetensors(readSafetensors(bytes))).toEqual(bytes);
  });

  it('were asked about these images', () => {
    expect(new Uint8Array(frozenFile('images.npy'))).toEqual(new Uint8Array(fixture.npyOf(pixels)));
  });
});

it('a file of weights says all that is needed to build the model again', () => {
  const { metadata, tensors } = readSafetensors(fixture.fileOf(fixture.frozen.cnn));
  expect(metadata).toMatchObject({
    ...{ format: 'coordinet-lab-weights', formatVersion: '1', name: 'calm-otter', step: '10' },
    images: '{"height":8,"width":9,"channels":2}',
    classes: '["a","b","c"]',
    datasetSha256: 'ab'.repeat(32),
    labVersion: '0.1.0',
  });
  expect(metadata['layouts']).toContain('[inputs, outputs]');
  expect(metadata['layouts']).toContain('[kernelHeight, kernelWidth, in, out]');
  expect(tensors).toEqual(fixture.drawWeights(fixture.frozen.cnn));
});

const hasTorch = spawnSync(fixture.python, ['-c', 'import torch, numpy']).status === 0;
if (!hasTorch) console.warn(`no torch under ${fixture.python}: load_weights.py is not run`);

describe.skipIf(!hasTorch)('load_weights.py answers as the lab does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weights-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const npy = join(folder, 'images.npy');
  writeFileSync(npy, fixture.npyOf(pixels));

  it('for every architecture, encoding and option that it rebuilds', async () => {
    const specs = Object.entries({ ...fixture.frozen, ...fixture.others });
    const files = specs.map(([, spec], i) => {
      const bytes = fixture.fileOf(spec);
      writeFileSync(join(folder, `${i}.safetensors`), bytes);
      return bytes;
    });
    const paths = files.map((_, i) => join(folder, `${i}.safetensors`));
    const answers = fixture.askPython(npy, paths);
    expect(answers.length).toBeGreaterThan(10);
    for (const [i, bytes] of files.entries()) {
      expectSame(answers[i]!, await askLab(bytes), specs[i]![0]);
    }
  });

  it('and names what it does not rebuild', () => {
    const modulated = {
      id: 'coordinet',
      options: { ...fixture.frozen.coordinet.architecture.options, modulation: 'film' },
    };
    const file = join(folder, 'modulated.safetensors');
    writeFileSync(file, fixture.fileOf({ ...fixture.frozen.coordinet, architecture: modulated }));
    expect(() => fixture.askPython(npy, [file])).toThrow(
      'does not open or rebuild modulated layers',
    );
  });
});
