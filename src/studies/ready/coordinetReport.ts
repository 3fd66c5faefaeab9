/**
 * The experiments of the Coordinet report (Gillen 2022), with seeds: subsets of CIFAR-10, each model
 * trained to a training loss of 0.1, then shown rotated test images. Beside the report's models stand
 * today's recipes, tuned with the same budget.
 *
 * As in the report: a fully connected net of 9 × 200 with residual connections, 6 convolutions of
 * 5 × 5 without pooling, and Coordinet2, whose pixel encoder is modulated by a network that sees the
 * whole image. The report states neither the learning rate, nor the widths of the CNN and Coordinet2,
 * nor what the CNN finds beyond the edge: tuning finds the first, from a rate that trains each of them in
 * a short try; the rest is the lab's.
 */
import type { SearchRange, SpecChanges, StudyView } from '../plan/plan.ts';
import { plainViewing } from '../../training/viewing.ts';
import { arm, comparedAtSizes, modernSearch, seedsTo, trainingImages } from './fields.ts';
import { defineReadyStudy } from './readyStudy.ts';

/** As the report trains: the same rate until the training loss is 0.1. */
const toLoss: SpecChanges = {
  stopping: { id: 'training-loss', options: { loss: 0.1 } },
  schedule: { id: 'constant' },
  optimiser: { id: 'adam' },
};
const rate: readonly SearchRange[] = [
  { path: 'learningRate', from: 0.0001, to: 0.01, scale: 'log' },
];
const asReported = (label: string, id: string, learningRate: number, options = {}) => ({
  ...arm(label, { id, options }, { ...toLoss, learningRate }),
  search: rate,
});
const today = (label: string, id: string, options = {}, others: SpecChanges = {}) => ({
  ...arm(label, { id, options }, others),
  search: modernSearch,
});

const coordinet2 = asReported('Coordinet2', 'coordinet-2', 0.003);
const ours = today('Coordinet', 'coordinet', { pooling: 'max' });
const residual = asReported('Residual MLP', 'residual-mlp', 0.003);
/** Unpadded, as PyTorch’s convolutions are unless one asks: a fifth of the multiply-adds. */
const plain = asReported('Plain CNN', 'plain-cnn', 0.002, { padding: 'valid' });
const mlp = today('MLP, tuned', 'mlp');
const cnn = today('CNN, tuned', 'cnn');

/** The report turns the test images; whoever looks is not told. */
const turned = (angles: readonly number[]): StudyView[] =>
  angles.map((angle) => ({
    label: `rotated by ${angle}°`,
    viewing: { ...plainViewing, changes: [{ id: 'rotation', options: { angle } }] },
  }));

const dataset = { id: 'cifar10' };

export const coordinetReportStudy = defineReadyStudy({
  id: 'coordinet-report',
  title: 'The Coordinet report, with seeds',
  question:
    'On few photographs, where does a coordinate model stand between an MLP and a CNN, and does rotation hurt it more?',
  watchFor:
    'It takes CIFAR-10, which the Data page downloads. The report’s values, one run each, read off its plots: Coordinet2 .159, .155, .250, .337 at 97, 390, 781 and 3,125 images, the MLP .156, .182, .248, .313, the CNN .195, .219, .300, .367. The models of the report stop at a training loss of 0.1, those of today take all their steps.',
  plan: {
    base: { dataset, steps: 2000, optimiser: { id: 'adamw' }, validationImages: 1000 },
    arms: [ours, coordinet2, residual, plain, mlp, cnn],
    factors: [trainingImages([97, 195, 390, 781, 1562, 3125])],
    seeds: seedsTo(8),
    comparisons: [coordinet2, mlp, cnn].flatMap(({ label }) =>
      comparedAtSizes([ours.label], label, [781, 3125]),
    ),
    equal: ['tuning'],
    tuning: {
      draws: 8,
      seeds: [1001],
      search: [],
      at: { 'Training images': '781' },
    },
    views: turned([10, 20, 30, 40, 50, 60, 70, 80]),
  },
  small: {
    base: { dataset, steps: 500, optimiser: { id: 'adamw' }, validationImages: 300 },
    factors: [trainingImages([97, 390, 781])],
    // Six seeds are enough for two comparisons; three take seven.
    seeds: seedsTo(7),
    comparisons: [coordinet2, mlp, cnn].flatMap(({ label }) =>
      comparedAtSizes([ours.label], label, [781]),
    ),
    tuning: {
      draws: 4,
      seeds: [1001],
      search: [],
      at: { 'Training images': '390' },
    },
    views: turned([20, 40, 80]),
  },
});
