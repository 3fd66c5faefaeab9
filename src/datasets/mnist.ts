/**
 * MNIST: handwritten digits, 60,000 to train and 10,000 to test, 28 × 28 grey, white on black, each
 * centred by its mass. Training and test digits come from different writers.
 *
 * What to expect: an MLP reads 98 % of the test, a small CNN 99 %. Digits lie in the middle and
 * upright, so that pixels tell by their place alone; Typefaces or a warp ask for more.
 *
 * LeCun et al. 1998, "Gradient-based learning applied to document recognition".
 * The files are those of yann.lecun.com, in the repository fgnt/mnist, under its blob ids.
 */
import { defineDownloaded, idxFiles } from './downloaded.ts';

export const mnist = defineDownloaded({
  id: 'mnist',
  label: 'MNIST',
  summary: 'Handwritten digits, centred and upright: where small models of images begin.',
  reference: 'LeCun, Bottou, Bengio & Haffner 1998, Proceedings of the IEEE 86(11)',
  source: 'The files of yann.lecun.com/exdb/mnist as kept in github.com/fgnt/mnist',
  licence: 'CC BY-SA 3.0, Yann LeCun and Corinna Cortes',
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  ...{ height: 28, width: 28, channels: 1, trainCount: 60_000, testCount: 10_000 },
  files: idxFiles('https://raw.githubusercontent.com/fgnt/mnist/master/', 'gitBlob', {
    trainImages: [9_912_422, 'b50e4b6bccdebde3d57f575c7fbeb24bec277f10'],
    trainLabels: [28_881, '707a576bb523304d5b674de436c0779d77b7d480'],
    testImages: [1_648_877, '5ace8ea93f8d2a3741f4d267954e2ad37e1b3a39'],
    testLabels: [4_542, 'a7e141541c1d08d3f2ed01eae03e644f9e2fd0c5'],
  }),
});
