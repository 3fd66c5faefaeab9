/**
 * CIFAR-10: photographs of animals and vehicles, 50,000 to train and 10,000 to test, 32 × 32 RGB.
 *
 * What to expect: an MLP reads 50 to 60 % of the test, a small CNN 70 to 80 %, ResNet-20 above 90 %
 * after long training. About 3 % of the test images have near copies in the training part (Barz &
 * Denzler 2020, arXiv:1902.00423).
 *
 * Krizhevsky 2009, "Learning multiple layers of features from tiny images". The author's own server
 * lets no other page read it, so the images come as PNG in parquet files from the University of
 * Toronto's account on the Hugging Face Hub, at a fixed commit and under the SHA-256 that the Hub
 * states for them.
 */
import { defineDownloaded } from './downloaded.ts';

const folder =
  'https://huggingface.co/datasets/uoft-cs/cifar10/resolve/0b2714987fa478483af9968de7c934580d0bb9a2/plain_text/';

export const cifar10 = defineDownloaded({
  id: 'cifar10',
  label: 'CIFAR-10',
  summary: 'Small colour photographs of animals and vehicles, wherever in the picture they are.',
  reference: 'Krizhevsky 2009, Learning multiple layers of features from tiny images',
  source: 'huggingface.co/datasets/uoft-cs/cifar10, after www.cs.toronto.edu/~kriz/cifar.html',
  licence: 'None stated by its makers',
  classNames: [
    ...['airplane', 'automobile', 'bird', 'cat', 'deer'],
    ...['dog', 'frog', 'horse', 'ship', 'truck'],
  ],
  ...{ height: 32, width: 32, channels: 3, trainCount: 50_000, testCount: 10_000 },
  files: [
    {
      name: 'train-00000-of-00001.parquet',
      bytes: 119_705_255,
      urls: [`${folder}train-00000-of-00001.parquet`],
      integrity: { sha256: '8428b53a88a11ac374111006708df51469e315a22ac6d66470afd9c78d2ae883' },
    },
    {
      name: 'test-00000-of-00001.parquet',
      bytes: 23_940_850,
      urls: [`${folder}test-00000-of-00001.parquet`],
      integrity: { sha256: '841389e6f2d64f28bf17310e430aebac20ec3ba611a3c5e231dc93c645ce84de' },
    },
  ],
});
