/**
 * Fashion-MNIST: photographs of clothes, 60,000 to train and 10,000 to test, 28 × 28 grey on black;
 * made to take MNIST's place where that is too easy.
 *
 * What to expect: an MLP reads 88 % of the test, a small CNN 92 %; shirts, T-shirts, pullovers and
 * coats are what is confused.
 *
 * Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747. The files are the authors', under their blob ids.
 */
import { defineDownloaded, idxFiles } from './downloaded.ts';

const folder =
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/';

export const fashionMnist = defineDownloaded({
  id: 'fashion-mnist',
  label: 'Fashion-MNIST',
  summary: 'Small photographs of clothes in ten classes; harder than digits of the same size.',
  reference: 'Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747',
  source: 'github.com/zalandoresearch/fashion-mnist, data/fashion',
  licence: 'MIT, Zalando SE',
  classNames: [
    ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
    ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  ],
  ...{ height: 28, width: 28, channels: 1, trainCount: 60_000, testCount: 10_000 },
  files: idxFiles(folder, 'gitBlob', {
    trainImages: [26_421_880, 'e6ee0e37929b03937517cd45e65f4e8ca9de720d'],
    trainLabels: [29_515, '9c4aae27b27439210af73e0803a54a74af5c8756'],
    testImages: [4_422_102, '667844f10bb92ae415eddb04e718f3e702547007'],
    testLabels: [5_148, 'abdddb89d6563f90ab89baf2970f67a1ffb9ad10'],
  }),
});
