import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, integer, toggle, type OptionSchema } from '../core/options.ts';
import type { RunSpec } from '../training/spec.ts';
import { createDefaultSpec, readSpec, specNumbers } from '../training/specs.ts';
import {
  comparisonLink,
  comparisonOfLink,
  dataLink,
  datasetOfLink,
  linkError,
  linkOf,
  readSpecLink,
  type LinkContext,
} from './link.ts';
import { linkContext } from './linkContext.ts';

const pooling = choice({
  label: 'Pooling',
  default: 'sum',
  choices: [
    { value: 'sum', label: 'Sum' },
    { value: 'max', label: 'Maximum' },
  ],
});
const whole = (label: string, standard: number) =>
  integer({ label, default: standard, min: 1, max: 1024 });
const options: Record<string, OptionSchema> = {
  'task/classify': {},
  'dataset/typefaces': {},
  'architecture/coordinet': { pooling, width: whole('Width', 128) },
  'architecture/cnn': {
    filters: whole('Filters', 32),
    wide: toggle({ label: 'Wide', default: false }),
  },
  'encoding/raw': {},
  'encoding/gaussian-fourier': { waves: whole('Waves', 64) },
  'optimiser/adam': {},
  'schedule/one-cycle': {},
  'stopping/steps': {},
  'stopping/validation': { patience: whole('Patience', 10) },
};
const defaults: RunSpec = {
  task: { id: 'classify', options: {} },
  dataset: { id: 'typefaces', options: {} },
  trainingImages: 1000,
  validationImages: 0,
  augmentation: null,
  architecture: { id: 'coordinet', options: { pooling: 'sum', width: 128 } },
  // The ready experiment may well ask for other options than a system's own defaults.
  encoding: { id: 'gaussian-fourier', options: { waves: 32 } },
  optimiser: { id: 'adam', options: {} },
  schedule: { id: 'one-cycle', options: {} },
  stopping: { id: 'steps', options: {} },
  learningRate: 0.004,
  steps: 1000,
  batchSize: 32,
  seed: 1,
};
const context: LinkContext = {
  defaults,
  numbers: specNumbers,
  options: (kind, id) => options[`${kind}/${id}`],
  usesEncoding: (id) => id === 'coordinet',
};
const read = (link: string) => readSpecLink(link, context);

describe('a link', () => {
  it('is empty for the defaults', () => {
    expect(linkOf(defaults, context)).toBe('');
    expect(read('')).toEqual({ spec: defaults, faults: [], isUsable: true });
  });

  it('says only what differs', () => {
    const spec: RunSpec = {
      ...defaults,
      architecture: { id: 'coordinet', options: { pooling: 'max', width: 128 } },
      seed: 7,
      learningRate: 0.01,
    };
    const link = linkOf(spec, context);
    expect(link).toBe('architecture.pooling=max&learning-rate=0.01&seed=7');
    expect(read(`#${link}`)).toEqual({ spec, faults: [], isUsable: true });
  });

  it('says how a run stops and how many images validate it', () => {
    const spec: RunSpec = {
      ...defaults,
      stopping: { id: 'validation', options: { patience: 3 } },
      validationImages: 500,
    };
    const link = linkOf(spec, context);
    expect(link).toBe('stopping=validation&stopping.patience=3&validation-images=500');
    expect(read(`#${link}`)).toEqual({ spec, faults: [], isUsable: true });
  });

  it('leads back to a set-up without an encoding', () => {
    const spec: RunSpec = {
      ...defaults,
      architecture: { id: 'cnn', options: { filters: 8, wide: true } },
      encoding: null,
    };
    const link = linkOf(spec, context);
    expect(link).toBe('architecture=cnn&architecture.filters=8&architecture.wide=true');
    expect(read(link)).toEqual({ spec, faults: [], isUsable: true });
  });
});

describe('a link with augmentation', () => {
  const turned = { id: 'rotation', options: { angle: -180, eitherWay: false }, to: { angle: 180 } };
  const seen = { id: 'resolution', options: { side: 14 }, to: { side: 56 } };

  it('can be read and edited', () => {
    const spec: RunSpec = { ...defaults, augmentation: { changes: [turned], sensor: null } };
    const link = linkOf(spec, context);
    expect(link).toBe('augmentation=rotation.angle:-180~180');
    expect(read(`#${link}`)).toEqual({ spec, faults: [], isUsable: true });
  });

  it('leads back to several changes and a sensor', () => {
    const noise = { id: 'noise', options: { deviation: 0.1 } };
    const augmentation = { changes: [turned, noise], sensor: seen };
    const link = linkOf({ ...defaults, augmentation }, context);
    expect(link).toBe(
      'augmentation=rotation.angle:-180~180,noise.deviation:0.1&augmentation-sensor=resolution.side:14~56',
    );
    expect(read(link).spec.augmentation).toEqual(augmentation);
    // Whatever a browser or a messenger encodes says the same.
    const encoded = new URLSearchParams(link).toString();
    expect(encoded).toContain('%3A');
    expect(read(encoded).spec.augmentation).toEqual(augmentation);
  });

  it('names what it cannot follow, and takes the rest', () => {
    const link = 'augmentation=rotatoin.angle:3&augmentation-sensor=resolution.side:900&seed=3';
    const { spec, faults, isUsable } = read(link);
    expect(spec).toEqual({ ...defaults, seed: 3 });
    expect(isUsable).toBe(true);
    expect(faults).toEqual([
      'augmentation: transform "rotatoin", “rotatoin.angle:3”',
      'augmentation-sensor: Pixels to a side = 900 in Resolution, “resolution.side:900”',
    ]);
    expect(read('augmentation.angle=3').faults).toEqual(['“augmentation.angle”']);
  });
});

describe('a link that asks for too much', () => {
  it('sets up what is legal and names the rest', () => {
    const link =
      'architecture=perceiver&architecture.heads=4&steps=1e99&seed=3&colour=red&encoding.waves=none';
    expect(read(link)).toEqual({
      spec: { ...defaults, seed: 3 },
      isUsable: true,
      faults: ['architecture “perceiver”', 'encoding.waves = “none”', 'steps = “1e99”', '“colour”'],
    });
  });

  it('changes nothing where nothing of it is known', () => {
    expect(read('architecture=perceiver&colour=red').isUsable).toBe(false);
    expect(read('architecture=perceiver&seed=1').isUsable).toBe(true);
  });

  it('is told in one message of bounded length', () => {
    const link = Array.from({ length: 300 }, (_, i) => `${'x'.repeat(50)}${i}=1`).join('&');
    const text = linkError(read(link).faults, true).message;
    expect(text.length).toBeLessThan(500);
    expect(text).toMatch(
      /more than 100 settings.* and 97 more in the link.*the rest of the link was taken\.$/,
    );
  });

  it('cannot reach an object’s own machinery', () => {
    const words = [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'architecture.__proto__',
    ];
    for (const word of words) {
      const { spec, faults } = read(`${word}=7`);
      expect(spec).toEqual(defaults);
      expect(faults).toHaveLength(1);
    }
    expect(read('architecture=__proto__').spec).toEqual(defaults);
    expect(({} as Record<string, unknown>)['7']).toBeUndefined();
  });

  it('whatever it is, gives a set-up that the lab accepts', () => {
    const lab = linkContext();
    const word = fc.oneof(
      fc.constantFrom('dataset', 'architecture', 'encoding', 'steps', 'seed', 'learning-rate'),
      fc.constantFrom('encoding.waves', 'architecture.width', 'architecture.pooling', '__proto__'),
      fc.constantFrom('dataset.__proto__', 'schedule.', '.', 'architecture.constructor'),
      fc.constantFrom('augmentation', 'augmentation-sensor'),
      fc.string({ unit: 'binary' }),
    );
    const text = fc.oneof(
      fc.constantFrom('cnn', 'mlp', 'none', 'raw', 'NaN', '-1', '1e308', 'own/', '0x10', ''),
      fc.constantFrom('rotation.angle:-9~9', 'swirl,', 'resolution.side:9', 'shift.x:1;x:2'),
      fc.double().map(String),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, text), { maxLength: 30 }), (pairs) => {
        const { spec, faults } = readSpecLink(new URLSearchParams(pairs).toString(), lab);
        const accepted = readSpec(spec, 'the link');
        expect(accepted.architecture.id).toBe(spec.architecture.id);
        expect(linkError(faults, true).message.length).toBeLessThan(700);
        // What it set up has a link of its own that sets up the same, without complaint.
        const again = readSpecLink(linkOf(accepted, lab), lab);
        expect(again.faults).toEqual([]);
        expect(readSpec(again.spec, 'the link')).toEqual(accepted);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['%E0%A4%A', '%', '%zz', 'seed=%E0%A4%A', 'eyJzdGVwcyI6', '{"steps":3', '\uD83D'])(
    'that is cut or not encoded as links are says so and sets nothing up: %j',
    (text) => {
      const { spec, faults } = read(text);
      expect(spec).toEqual(defaults);
      expect(faults).toHaveLength(1);
      expect(comparisonOfLink(text)).toBeUndefined();
    },
  );

  it('is read however its bytes are broken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        readSpec(readSpecLink(text, linkContext()).spec, 'the link');
        comparisonOfLink(text);
      }),
    );
    expect(createDefaultSpec().steps).toBeGreaterThan(0);
  });
});

it('leads to a comparison', () => {
  for (const size of ['whole', 'quick'] as const) {
    expect(comparisonOfLink(comparisonLink({ id: 'position-worth', size }))).toEqual({
      id: 'position-worth',
      size,
    });
  }
  expect(comparisonOfLink('steps=3')).toBeUndefined();
});

describe('a link to the Data page', () => {
  const sized: LinkContext = {
    ...context,
    options: (kind, id) =>
      kind === 'dataset' && id === 'mnist' ? { size: whole('Size', 28) } : options[`${kind}/${id}`],
  };

  it('names the dataset, and of its options what is not as usual', () => {
    const plain = { id: 'mnist', options: { size: 28 } };
    expect(dataLink(plain, sized)).toBe('page=data&dataset=mnist');
    expect(datasetOfLink('#page=data&dataset=mnist', sized)).toEqual({ choice: plain, faults: [] });
    const small = { id: 'mnist', options: { size: 14 } };
    const link = dataLink(small, sized);
    expect(link).toBe('page=data&dataset=mnist&dataset.size=14');
    expect(datasetOfLink(link, sized)).toEqual({ choice: small, faults: [] });
  });

  it('shows a dataset that is known, and names what is not', () => {
    expect(datasetOfLink('page=data&dataset=imagenet&steps=3', sized)).toEqual({
      choice: defaults.dataset,
      faults: ['dataset “imagenet”', '“steps”'],
    });
    expect(datasetOfLink('page=data&dataset=mnist&dataset.size=-1', sized)).toEqual({
      choice: { id: 'mnist', options: { size: 28 } },
      faults: ['dataset.size = “-1”'],
    });
  });

  it('is no set-up and no comparison, and they are none', () => {
    expect(comparisonOfLink('page=data')).toBeUndefined();
    for (const link of ['', 'dataset=mnist', 'page=Data', 'comparison=a']) {
      expect(datasetOfLink(link, sized)).toBeUndefined();
    }
  });
});
