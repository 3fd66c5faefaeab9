/**
 * KMNIST (Kuzushiji-MNIST): ten cursive Japanese characters from old books, 60,000 to train and
 * 10,000 to test, 28 × 28 grey, white on black. A class holds several quite different shapes of its
 * character.
 *
 * What to expect: four nearest neighbours read 92 % of the test, a simple CNN 95 % (its makers'
 * figures): far below MNIST at the same size.
 *
 * Clanuwat et al. 2018, arXiv:1812.01718. The makers' own server (codh.rois.ac.jp) lets no other
 * page read it, so the files come from a copy on the Hugging Face Hub at a fixed commit; their
 * SHA-256 are those of the makers' files, as torchvision lists them.
 */
import { defineDownloaded, idxFiles } from './downloaded.ts';

const folder =
  'https://huggingface.co/datasets/tanganke/kmnist/resolve/756d43e894032ce8838db8b32e7500c9c3b5d050/raw/';

export const kmnist = defineDownloaded({
  id: 'kmnist',
  label: 'KMNIST',
  summary: 'Cursive Japanese characters from old books; each class holds several shapes.',
  reference: 'Clanuwat et al. 2018, arXiv:1812.01718',
  source:
    'The files of codh.rois.ac.jp/kmnist, from the copy huggingface.co/datasets/tanganke/kmnist',
  licence:
    'CC BY-SA 4.0: KMNIST Dataset (created by CODH), adapted from Kuzushiji Dataset (created by NIJL and others), doi:10.20676/00000341',
  classNames: [
    'お o',
    'き ki',
    'す su',
    'つ tsu',
    'な na',
    'は ha',
    'ま ma',
    'や ya',
    'れ re',
    'を wo',
  ],
  ...{ height: 28, width: 28, channels: 1, trainCount: 60_000, testCount: 10_000 },
  files: idxFiles(folder, 'sha256', {
    trainImages: [18_165_135, '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4'],
    trainLabels: [29_497, 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17'],
    testImages: [3_041_136, 'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5'],
    testLabels: [5_120, '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c'],
  }),
});
