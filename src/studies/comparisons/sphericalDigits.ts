/**
 * Digits on a sphere, unrolled as a map of 60 × 60, for models that know of the sphere and for those that
 * see the map. Spherical MNIST's protocol without rotations (Cohen et al. 2018, arXiv:1801.10130).
 *
 * Trained and tested as they lie: what a rotation of the sphere does is asked on the Robustness page.
 */
import { defineComparison } from './comparison.ts';
import { contrast, leadText, rowOf } from './words.ts';

export const sphericalDigits = defineComparison({
  id: 'spherical-digits',
  title: 'Digits on a sphere?',
  question:
    'A picture of a whole sphere is stretched near its poles and cut open at its edges. Does it help to tell a pixel where on the sphere it lies?',
  watchFor:
    'It takes MNIST, which the Data page downloads. The test images lie as the training images do; on the Robustness page, Turn the sphere rotates them: a Coordinet can be told by how much.',
  shared: {
    dataset: { id: 'mnist', options: { surface: 'sphere' } },
    steps: 400,
  },
  arms: [
    {
      label: 'Spherical harmonics',
      changes: { encoding: { id: 'spherical-harmonics', options: {} } },
    },
    { label: 'Gaussian Fourier', changes: {} },
    { label: 'CNN', changes: { architecture: { id: 'cnn', options: {} } } },
  ],
  read(rows) {
    const harmonics = rowOf(rows, 'Spherical harmonics');
    const waves = rowOf(rows, 'Gaussian Fourier');
    const pair = harmonics && waves ? ` ${contrast(harmonics, waves)}.` : '';
    return leadText(rows) + (rows.length > 2 ? pair : '');
  },
});
