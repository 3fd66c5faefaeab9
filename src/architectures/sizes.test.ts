/** Parameter counts and costs, against the sums of the layers written out and the published numbers. */
import { describe, expect, it } from 'vitest';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { countParameters, countTrained } from '../core/parameters.ts';
import type { ModelSizes } from './architecture.ts';
import { findArchitecture } from './index.ts';

const large = { height: 28, width: 28, channels: 1, outputs: 10, features: 128 };

describe('parameter counts', () => {
  const count = (id: string, options: OptionRecord, sizes: ModelSizes) => {
    const architecture = findArchitecture(id);
    const all = { ...defaultsOf(architecture.options), ...options };
    return countTrained(architecture.parameters(all, sizes));
  };

  it.each([
    ['mlp', { width: 256, layers: 2 }, 269_322], // 784·256 + 256 + 256² + 256 + 2560 + 10
    ['mlp', { layers: 0 }, 7_850],
    ['linear', {}, 7_850],
    ['cnn', { filters: 16, blocks: 2, kernelSize: '3', headWidth: 128 }, 206_922],
    ['cnn', { filters: 4, blocks: 1, kernelSize: '5', headWidth: 8 }, 6_474],
    [
      'coordinet',
      { width: 128, layers: 2, headWidth: 128, headLayers: 2, conditioning: 'concatenate' },
      // place + bias + value, second layer, norm, head, classes
      128 * 128 + 128 + 128 + (128 * 128 + 128) + 256 + (128 * 128 + 128) + 1290,
    ],
    ['coordinet', { conditioning: 'multiply' }, 51_210 + 128 * 128],
    [
      'coordinet',
      { width: 8, layers: 1, headLayers: 1, conditioning: 'concatenate', normalisation: 'none' },
      1_130,
    ],
    // A hidden layer for the place, of 128 features, whose result enters where features did.
    ['coordinet', { conditioning: 'add' }, 51_210 + 128 * 128 + 128],
    // One scale for each output, from 128 features.
    ['coordinet', { conditioning: 'film' }, 51_210 + 128 * 128],
    // The norm and the head's first layer see twice the width.
    ['coordinet', { conditioning: 'concatenate', pooling: 'mean-max' }, 51_210 + 256 + 128 * 128],
    ['coordinet', { conditioning: 'concatenate', pooling: 'log-sum-exp' }, 51_210],
    ['coordinet', { conditioning: 'concatenate', pooling: 'attention' }, 51_210 + 128],
    // Three scores and three times the width.
    [
      'coordinet',
      { conditioning: 'concatenate', pooling: 'attention', heads: 3 },
      51_210 + 3 * 128 + 2 * (256 + 128 * 128),
    ],
    // The one layer that is modulated: an affine map of the place's 128 features.
    ['coordinet', { conditioning: 'concatenate', modulation: 'weights' }, 51_210 + 129 * 128],
    // A norm's gain and bias instead of the layer's bias.
    ['coordinet', { conditioning: 'concatenate', modulation: 'outputs' }, 51_210 + 129 * 128 + 128],
    // Two affine maps instead of the bias.
    [
      'coordinet',
      { conditioning: 'concatenate', modulation: 'film' },
      51_210 + 2 * 129 * 128 - 128,
    ],
    // 128 × rank and rank × 128 numbers.
    [
      'coordinet',
      { conditioning: 'concatenate', modulation: 'fmm', rank: 3 },
      51_210 + 2 * 129 * 3 * 128,
    ],
    // The set network of width 16: place, bias, value, then dense; and the layer's map of 16 numbers.
    [
      'coordinet',
      {
        conditioning: 'concatenate',
        modulation: 'weights',
        modulatedBy: 'image',
        styleWidth: 16,
      },
      51_210 + (128 * 16 + 16 + 16 + 17 * 16) + 17 * 128,
    ],
    // Nothing between first layer and pooling: no style either.
    [
      'coordinet',
      { conditioning: 'concatenate', layers: 1, modulation: 'film', modulatedBy: 'image' },
      51_210 - 129 * 128,
    ],
    // value + bias, second layer, norm, head, classes: no place.
    ['bag-of-pixels', { width: 64, headWidth: 64 }, 64 + 64 + 65 * 64 + 128 + 65 * 64 + 650],
    // As published but for the encoding, 128 features where it has 3 coordinates: head 512-256.
    [
      'point-net',
      {
        layers: 3,
        width: 64,
        middleWidth: 128,
        pooledWidth: 1024,
        headWidth: 512,
      },
      129 * 64 + 2 * 65 * 64 + 65 * 128 + 129 * 1024 + 1025 * 512 + 513 * 256 + 2570,
    ],
    ['lenet-5', {}, 60_000 + 850],
    ['lenet-5', { form: 'modern' }, 61_706],
    ['lenet-5', { form: 'modern', pooling: 'max', activation: 'relu' }, 61_706],
    // (1 + 2) · 16 · 9 + 16 at the first, then as the CNN.
    ['coord-conv-cnn', {}, 206_922 + 2 * 16 * 9],
    ['coord-conv-cnn', { where: 'all', radius: true }, 206_922 + 3 * 16 * 9 + 3 * 32 * 9],
    ['coord-conv-cnn', { padding: 'valid' }, 206_922 + 2 * 16 * 9 - (49 - 25) * 32 * 128],
  ])('%s %j has %i at 28 × 28, 10 classes and 128 features', (id, options, expected) => {
    expect(count(id, options as unknown as OptionRecord, large)).toBe(expected);
  });

  it('of LeNet-5 as published are those of its table, layer by layer', () => {
    const { options, parameters } = findArchitecture('lenet-5');
    for (const side of [28, 32]) {
      const found = parameters(defaultsOf(options), { ...large, height: side, width: side });
      const layers = ['c1', 's2', 'c3', 's4', 'c5', 'f6', 'classes'].map((layer) =>
        countParameters(found.filter(({ name }) => name.startsWith(`${layer}/`))),
      );
      expect(layers).toEqual([156, 12, 1_516, 32, 48_120, 10_164, 850]);
    }
  });

  it('of a CoordConv are (channels + coordinates) · filters · kernel² and the filters', () => {
    const { options, parameters } = findArchitecture('coord-conv-cnn');
    for (const radius of [false, true]) {
      for (const kernelSize of ['3', '5']) {
        const chosen = { ...defaultsOf(options), where: 'all', filters: 8, radius, kernelSize };
        const found = parameters(chosen, { ...large, channels: 3 });
        const blocks = ['block0', 'block1'].map((block) =>
          countParameters(found.filter(({ name }) => name.startsWith(`${block}/`))),
        );
        const taps = Number(kernelSize) ** 2;
        const coordinates = radius ? 3 : 2;
        expect(blocks).toEqual([
          (3 + coordinates) * 8 * taps + 8,
          (8 + coordinates) * 16 * taps + 16,
        ]);
      }
    }
  });

  it('of a ResNet-20 are the published 0.27 million, running statistics left out', () => {
    const colour = { ...large, height: 32, width: 32, channels: 3 };
    expect(count('resnet-20', {}, colour)).toBe(269_722);
    const all = findArchitecture('resnet-20').parameters({ width: 16, blocks: 3 }, colour);
    const norms = 2 * (7 * 16 + 6 * 32 + 6 * 64); // mean and variance of nineteen convolutions
    expect(countParameters(all)).toBe(269_722 + norms);
  });

  it('of the networks that Coordinet2 was compared with are those of their layers, in colour', () => {
    const colour = { ...large, height: 32, width: 32, channels: 3 };
    // 9 hidden layers of 200, and the answer.
    expect(count('residual-mlp', {}, colour)).toBe(3073 * 200 + 8 * 201 * 200 + 2010);
    expect(count('residual-mlp', {}, colour)).toBe(938_210);
    const taps = 3 * 8 + 8 * 12 + 12 * 16 + 16 * 20 + 20 * 24 + 24 * 28;
    const filters = 8 + 12 + 16 + 20 + 24 + 28;
    expect(count('plain-cnn', {}, colour)).toBe(25 * taps + filters + 32 * 32 * 28 * 10 + 10);
    expect(count('plain-cnn', {}, colour)).toBe(331_438);
    // 6 layers of 5 × 5 without padding leave 8 × 8 pixels of 32 × 32.
    const trimmed = { padding: 'valid' };
    expect(count('plain-cnn', trimmed, colour)).toBe(25 * taps + filters + 8 * 8 * 28 * 10 + 10);
  });

  it('of Coordinet2 are those of what modulates, of its pixels and of its head', () => {
    const widths = { width: 8, layers: 2, styleWidth: 16, styleLayers: 2, headWidth: 4 };
    const style = 785 * 16 + 17 * 16;
    const first = 129 * 8 + 17 * 8 + 16; // value and place, scale, norm
    const second = 64 + 17 * 8 + 16;
    expect(count('coordinet-2', widths, large)).toBe(style + first + second + 16 + 36 + 50);
  });

  it('of a CNN are those of its layers, written out', () => {
    const convolutions = 9 * 1 * 16 + 16 + (9 * 16 * 32 + 32);
    expect(count('cnn', {}, large)).toBe(convolutions + 7 * 7 * 32 * 128 + 128 + 1280 + 10);
  });
});

describe('stages', () => {
  it('cost what the layers multiply', () => {
    const costs = (id: string, options: OptionRecord) =>
      findArchitecture(id)
        .stages({ ...defaultsOf(findArchitecture(id).options), ...options }, large)
        .map(({ multiplyAdds, sharedMultiplyAdds }) => [multiplyAdds, sharedMultiplyAdds ?? 0]);
    expect(costs('mlp', { width: 8, layers: 1 })).toEqual([
      [0, 0],
      [784 * 8, 0],
      [80, 0],
    ]);
    expect(costs('cnn', { filters: 2, blocks: 1, headWidth: 4 })).toEqual([
      [0, 0],
      [784 * 9 * 2, 0],
      [14 * 14 * 2 * 4, 0],
      [40, 0],
    ]);
    const small = { width: 8, headWidth: 4 };
    expect(costs('coordinet', { ...small, conditioning: 'concatenate' })).toEqual([
      [0, 0],
      [784 * 8, 784 * 128 * 8],
      [784 * 64, 0],
      [0, 0],
      [32, 0],
      [40, 0],
    ]);
    // The modulation is a second matrix of the same size for the one channel.
    expect(costs('coordinet', small)[1]).toEqual([784 * 8, 2 * 784 * 128 * 8]);
  });
});
