import { describe, expect, it } from 'vitest';
import { architectures } from '../architectures/index.ts';
import { codeOf, messageOf } from '../core/errors.ts';
import { encodings } from '../encodings/index.ts';
import { summariseModel } from './modelSummary.ts';
import { faultsOf } from './enoughImages.ts';
import type { RunSpec } from './spec.ts';
import {
  canonicalText,
  createDefaultSpec,
  differences,
  readSpec,
  specNumbers,
  usesEncoding,
} from './specs.ts';

/** Of its own, so that a better ready experiment changes no test. */
const spec: RunSpec = { ...createDefaultSpec(), trainingImages: 1000, learningRate: 0.004 };
const mlp: RunSpec = { ...spec, architecture: { id: 'mlp', options: {} }, encoding: null };

function errorOf(value: unknown): unknown {
  try {
    readSpec(value, 'the link');
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('readSpec', () => {
  it('fills in every option, and reads what it wrote', () => {
    const whole = readSpec(spec, 'x');
    expect(whole.architecture.options).toMatchObject({ width: 128, pooling: 'max' });
    expect(whole.encoding!.options).toEqual({ waves: 64, bandwidth: 0.5 });
    expect(readSpec(JSON.parse(JSON.stringify(whole)), 'x')).toEqual(whole);
  });

  it('drops the encoding of an architecture that uses none', () => {
    expect(readSpec({ ...mlp, encoding: spec.encoding }, 'x').encoding).toBeNull();
    expect(usesEncoding(mlp)).toBe(false);
    expect(usesEncoding(spec)).toBe(true);
  });

  it.each(Object.entries(specNumbers))('takes the ends of %s and nothing beyond', (name, range) => {
    for (const value of [range.min, range.max]) {
      expect(readSpec({ ...spec, [name]: value }, 'x')).toMatchObject({ [name]: value });
    }
    const beyond = [range.min - 1, range.max * 2 + 1, NaN, Infinity, '5', null];
    // Files of before there were validation images do not say how many.
    if (name !== 'validationImages') beyond.push(undefined as never);
    for (const value of range.whole ? [...beyond, range.min + 0.5] : beyond) {
      const error = errorOf({ ...spec, [name]: value });
      expect(codeOf(error)).toBe('illegal-spec');
      expect(messageOf(error)).toContain(`${range.label} =`);
      expect(messageOf(error)).toContain(`from ${range.min} to ${range.max}`);
    }
  });

  it.each([
    [null, 'illegal-spec', 'null as the link'],
    [[], 'illegal-spec', '[] as the link'],
    ['text', 'illegal-spec', '"text" as the link'],
    [undefined, 'illegal-spec', 'nothing as the link'],
    [{}, 'illegal-spec', 'Architecture in the link'],
    [{ ...spec, epochs: 3 }, 'illegal-spec', 'field "epochs"'],
    [{ ...spec, task: 'classification' }, 'illegal-spec', 'Task in the link'],
    [{ ...spec, task: { options: {} } }, 'illegal-spec', 'Task without an id'],
    [{ ...spec, encoding: null }, 'illegal-spec', 'Encoding in the link'],
    [{ ...spec, optimiser: { id: 'adam', options: [] } }, 'illegal-spec', 'options of Optimiser'],
    [{ ...spec, dataset: { id: 'mnits' } }, 'unknown-dataset', 'dataset "mnits"'],
    [{ ...spec, schedule: { id: 'one-cycle', options: { warm: 1 } } }, 'unknown-option', '"warm"'],
    [
      { ...spec, encoding: { id: 'gaussian-fourier', options: { waves: 0 } } },
      'illegal-option',
      'Frequencies = 0',
    ],
  ])('refuses %j with code %s', (value, code, words) => {
    const error = errorOf(value);
    expect(codeOf(error)).toBe(code);
    expect(messageOf(error)).toContain(words);
  });

  it('takes a spec of before there were stopping rules and validation images', () => {
    const fields = Object.entries(spec).filter(
      ([name]) => name !== 'stopping' && name !== 'validationImages',
    );
    const old = readSpec(Object.fromEntries(fields), 'x');
    expect(old).toEqual(readSpec(spec, 'x'));
    expect(canonicalText(old)).toBe(canonicalText(spec));
  });

  it('takes a system without options', () => {
    const task = { id: 'classification' };
    expect(readSpec({ ...spec, task }, 'x').task).toEqual({ ...task, options: {} });
  });
});

describe('canonicalText', () => {
  it('is one text for one run: order of keys and defaults left out do not matter', () => {
    const turned = Object.fromEntries(Object.entries(readSpec(spec, 'x')).reverse());
    expect(canonicalText(turned as unknown as RunSpec)).toBe(canonicalText(spec));
    const explicit = { ...spec, optimiser: { id: 'adam', options: { epsilon: 1e-8, beta1: 0.9 } } };
    expect(canonicalText(explicit)).toBe(canonicalText(spec));
  });

  it('changes with every field', () => {
    const changed: RunSpec[] = [
      { ...spec, trainingImages: 999 },
      { ...spec, steps: 999 },
      { ...spec, validationImages: 1 },
      { ...spec, stopping: { id: 'training-loss', options: {} } },
      { ...spec, stopping: { id: 'training-loss', options: { loss: 0.2 } } },
      { ...spec, batchSize: 63 },
      { ...spec, learningRate: 0.0041 },
      { ...spec, seed: 2 },
      { ...spec, dataset: { id: 'where', options: {} } },
      { ...spec, schedule: { id: 'cosine', options: {} } },
      { ...spec, optimiser: { id: 'adamw', options: {} } },
      { ...spec, encoding: { id: 'raw', options: {} } },
      { ...spec, architecture: { id: 'coordinet', options: { width: 127 } } },
      mlp,
    ];
    expect(new Set([spec, ...changed].map(canonicalText)).size).toBe(changed.length + 1);
  });

  it('has its keys in order, at every depth', () => {
    const text = canonicalText(spec);
    expect(text).toMatch(/^\{"architecture":\{"id":"coordinet","options":\{"blackPixels":/);
    const said = JSON.parse(text) as object;
    expect(readSpec({ ...said, augmentation: null }, 'x')).toEqual(readSpec(spec, 'x'));
  });

  it('has no word of what earlier versions did not know, where it is at its default', () => {
    const keys = Object.keys(JSON.parse(canonicalText(spec)) as object);
    for (const later of ['augmentation', 'validationImages', 'stopping']) {
      expect(keys).not.toContain(later);
    }
    expect(keys).toHaveLength(Object.keys(spec).length - 3);
  });
});

describe('differences', () => {
  it('finds none between a spec and its whole form', () => {
    expect(differences(spec, readSpec(spec, 'x'))).toEqual([]);
  });

  it('names options as people know them, in the order of the set-up', () => {
    const other: RunSpec = {
      ...spec,
      seed: 2,
      trainingImages: 10_000,
      architecture: { id: 'coordinet', options: { pooling: 'sum' } },
      encoding: { id: 'gaussian-fourier', options: { bandwidth: 2 } },
    };
    expect(differences(spec, other)).toEqual([
      { label: 'Training images', a: '1,000', b: '10,000' },
      { label: 'Pooling', a: 'Maximum', b: 'Sum' },
      { label: 'Bandwidth', a: '0.5 cycles per unit', b: '2 cycles per unit' },
      { label: 'Seed', a: '1', b: '2' },
    ]);
  });

  it('names another system and not the options that only one of them has', () => {
    const raw = { ...spec, encoding: { id: 'raw', options: {} } };
    expect(differences(spec, raw)).toEqual([
      { label: 'Encoding', a: 'Gaussian Fourier', b: 'Raw coordinates' },
    ]);
    expect(differences(spec, mlp)).toEqual([{ label: 'Architecture', a: 'Coordinet', b: 'MLP' }]);
    const waves = (includeRaw: boolean) => ({
      ...spec,
      encoding: { id: 'log-linear', options: { includeRaw } },
    });
    expect(differences(waves(true), waves(false))).toEqual([
      { label: 'Raw coordinates, too', a: 'on', b: 'off' },
    ]);
  });

  it('names how a run stops, and what validates it', () => {
    const stopping = (loss: number): RunSpec => ({
      ...spec,
      stopping: { id: 'training-loss', options: { loss } },
      validationImages: 500,
    });
    expect(differences(spec, stopping(0.1))).toEqual([
      { label: 'Validation images', a: '0', b: '500' },
      { label: 'Stopping', a: 'After all steps', b: 'At a training loss' },
    ]);
    expect(differences(stopping(0.1), stopping(0.2))).toEqual([
      { label: 'Training loss', a: '0.1 nats', b: '0.2 nats' },
    ]);
  });

  it('tells learning rates apart, however small', () => {
    const rate = (learningRate: number) => ({ ...spec, learningRate });
    expect(differences(rate(0.004), rate(0.0041))).toEqual([
      { label: 'Learning rate', a: '0.004', b: '0.0041' },
    ]);
    expect(differences(rate(1e-5), rate(2e-5))).toHaveLength(1);
  });
});

describe('augmentation', () => {
  const turned = (angle: number, to: number): RunSpec => ({
    ...spec,
    augmentation: {
      changes: [{ id: 'rotation', options: { angle }, to: { angle: to } }],
      sensor: null,
    },
  });

  it('that is none has no word in the text of a spec: old texts stay what they were', () => {
    const fields = Object.entries(spec).filter(([name]) => name !== 'augmentation');
    const old = Object.fromEntries(fields) as unknown as RunSpec;
    expect(readSpec(old, 'x').augmentation).toBeNull();
    expect(canonicalText(spec)).toBe(canonicalText(old));
    expect(canonicalText(spec)).not.toContain('augmentation');
    const empty = { changes: [], sensor: null };
    expect(readSpec({ ...spec, augmentation: empty }, 'x').augmentation).toBeNull();
  });

  it('is read in a normal form, and read again as it was written', () => {
    const { augmentation } = readSpec(turned(30, -30), 'x');
    expect(augmentation).toEqual({
      changes: [{ id: 'rotation', options: { angle: -30, eitherWay: false }, to: { angle: 30 } }],
      sensor: null,
    });
    expect(readSpec({ ...spec, augmentation }, 'x').augmentation).toEqual(augmentation);
    expect(canonicalText(turned(30, -30))).toBe(canonicalText(turned(-30, 30)));
    expect(canonicalText(turned(-30, 31))).not.toBe(canonicalText(turned(-30, 30)));
    expect(canonicalText(turned(-30, 30))).not.toBe(canonicalText(spec));
  });

  it('differs in words', () => {
    expect(differences(spec, turned(-30, 30))).toEqual([
      { label: 'Augmentation', a: 'none', b: 'Rotation -30 to 30 °' },
    ]);
    expect(differences(turned(-30, 30), readSpec(turned(30, -30), 'x'))).toEqual([]);
  });

  it.each([
    ['turn', 'illegal-spec', '"turn" in Augmentation in the link'],
    [{ changes: {} }, 'illegal-spec', 'no list'],
    [{ changes: [], lens: 1 }, 'illegal-spec', 'field "lens"'],
    [{ changes: [null] }, 'illegal-spec', 'null in Augmentation'],
    [{ changes: [{ options: {} }] }, 'illegal-spec', 'without an id'],
    [{ changes: [{ id: 'rotation', from: 1 }] }, 'illegal-spec', 'field "from"'],
    [{ changes: [{ id: 'rotation', options: 3 }] }, 'illegal-spec', '3 in Augmentation'],
    [{ changes: [{ id: 'rotatoin', options: {} }] }, 'unknown-transform', '"rotatoin"'],
    [{ changes: [{ id: 'rotation', options: { angle: 181 } }] }, 'illegal-option', '= 181'],
    [
      { changes: [{ id: 'rotation', options: {}, to: { angle: '9' } }] },
      'illegal-range',
      'up to "9"',
    ],
    [{ changes: [{ id: 'rotation', options: {}, to: { turn: 9 } }] }, 'illegal-range', '"turn"'],
    [
      { changes: Array.from({ length: 21 }, () => ({ id: 'rotation' })) },
      'illegal-spec',
      '21 changes',
    ],
    [{ changes: [], sensor: { id: 'eye' } }, 'unknown-system', 'sensor "eye"'],
  ])('%j is refused with code %s', (augmentation, code, words) => {
    const error = errorOf({ ...spec, augmentation });
    expect(codeOf(error)).toBe(code);
    expect(messageOf(error)).toContain(words);
  });
});

describe('faultsOf', () => {
  it('says how many images there are', () => {
    const dataset = { trainCount: 500, label: 'Tiny' };
    expect(faultsOf({ ...spec, trainingImages: 501 }, dataset)).toEqual([
      'Tiny has 500 training images; choose at most that many',
    ]);
    expect(faultsOf({ ...spec, trainingImages: 500 }, dataset)).toEqual([]);
    expect(faultsOf(spec, undefined)).toEqual([]);
  });
});

describe('summariseModel', () => {
  const images = { height: 28, width: 28, channels: 1, classes: 10 };

  it('counts what training moves, and three passes a step', () => {
    expect(summariseModel(mlp, images)).toMatchObject({
      parameterCount: 269_322,
      multiplyAddsPerStep: 3 * 64 * (784 * 256 + 256 * 256 + 2560),
    });
    const blind = { ...spec, encoding: { id: 'none', options: {} } };
    const waves = summariseModel(spec, images).parameterCount;
    // Two matrices [128, 128] that read the features; the projection [2, 64] is drawn once and kept.
    expect(waves - summariseModel(blind, images).parameterCount).toBe(2 * 128 * 128);
  });

  it('works for every architecture with every encoding, but for points without a place', () => {
    for (const architecture of architectures) {
      for (const encoding of encodings) {
        const choice = { id: architecture.id, options: {} };
        const chosen = {
          ...spec,
          architecture: choice,
          encoding: { id: encoding.id, options: {} },
        };
        const { stages, fault } = summariseModel(chosen, images);
        if (architecture.id === 'point-net' && encoding.id === 'none') {
          expect(fault).toContain('choose an encoding');
          continue;
        }
        expect(fault).toBeUndefined();
        expect(stages.at(-1)!.shape).toEqual([10]);
      }
    }
  });

  it('estimates the memory of a step, and says which batch would fit', () => {
    const pixels = (batchSize: number, patchSize = 1) => ({
      ...spec,
      batchSize,
      architecture: { id: 'vision-transformer', options: { patchSize } },
    });
    const { fault } = summariseModel(pixels(64), images);
    expect(fault).toMatch(/needs about 1\d\.\d GB of memory; expected at most 2 GB/);
    const [, fitting] = /batch size of at most (\d+)/.exec(fault!)!;
    expect(summariseModel(pixels(Number(fitting)), images).fault).toBeUndefined();
    expect(summariseModel(pixels(Number(fitting) + 1), images).fault).toContain('of memory');
    const wide = { ...images, height: 256, width: 256 };
    expect(summariseModel(pixels(1), wide).fault).toContain('choose a smaller model');

    const { bytesPerStep, parameterCount } = summariseModel(pixels(64, 4), images);
    // Four heads look from each of 49 patches at each, before and behind the softmax, in four blocks.
    expect(bytesPerStep).toBeGreaterThan(2 * 4 * 64 * 4 * 2 * 4 * 49 * 49);
    expect(bytesPerStep).toBeLessThan(300e6);
    const half = summariseModel(pixels(32, 4), images).bytesPerStep;
    expect(2 * half - bytesPerStep).toBe(16 * parameterCount); // the batch apart
  });

  it('reports options that do not fit instead of throwing', () => {
    const deep = { ...mlp, architecture: { id: 'cnn', options: { blocks: 4 } } };
    const { fault, stages } = summariseModel(deep, { ...images, height: 8, width: 8 });
    expect(fault).toContain('leave nothing of 8 × 8 pixels');
    expect(fault).toContain('To do: choose fewer blocks');
    expect(stages).toEqual([]);
  });
});
