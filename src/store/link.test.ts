import { describe, expect, it } from 'vitest';
import type { OptionRecord } from '../core/options.ts';
import type { RunSpec } from '../training/spec.ts';
import { linkOf, specOfLink, type LinkContext } from './link.ts';

const options: Record<string, OptionRecord> = {
  'architecture/coordinet': { pooling: 'sum', width: 128 },
  'architecture/cnn': { filters: 32, wide: false },
  'encoding/raw': {},
  'encoding/gaussian-fourier': { waves: 64 },
};
const defaults: RunSpec = {
  task: { id: 'classify', options: {} },
  dataset: { id: 'typefaces', options: {} },
  trainingImages: 1000,
  architecture: { id: 'coordinet', options: { pooling: 'sum', width: 128 } },
  // The ready experiment may well ask for other options than a system's own defaults.
  encoding: { id: 'gaussian-fourier', options: { waves: 32 } },
  optimiser: { id: 'adam', options: {} },
  schedule: { id: 'one-cycle', options: {} },
  learningRate: 0.004,
  steps: 1000,
  batchSize: 32,
  seed: 1,
};
const context: LinkContext = {
  defaults,
  defaultOptions: (kind, id) => options[`${kind}/${id}`],
  usesEncoding: (id) => id === 'coordinet',
};

describe('a link', () => {
  it('is empty for the defaults', () => {
    expect(linkOf(defaults, context)).toBe('');
    expect(specOfLink('', context)).toEqual(defaults);
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
    expect(specOfLink(`#${link}`, context)).toEqual(spec);
  });

  it('leads back to a set-up without an encoding', () => {
    const spec: RunSpec = {
      ...defaults,
      architecture: { id: 'cnn', options: { filters: 8, wide: true } },
      encoding: null,
    };
    const link = linkOf(spec, context);
    expect(link).toBe('architecture=cnn&architecture.filters=8&architecture.wide=true');
    expect(specOfLink(link, context)).toEqual(spec);
  });

  it('keeps what it does not know, for the reader to name', () => {
    const spec = specOfLink('architecture=perceiver&colour=red', context);
    expect(spec['architecture']).toEqual({ id: 'perceiver', options: {} });
    expect(spec['colour']).toBe('red');
  });
});
