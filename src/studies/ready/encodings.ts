/** What an encoding is worth to one and the same model, and how wide its waves should be. */
import type { StudyArm } from '../plan/plan.ts';
import { seedsTo, trainingImages } from './fields.ts';
import { defineReadyStudy } from './readyStudy.ts';

const encoded = (label: string, id: string, options = {}): StudyArm => ({
  label,
  changes: { encoding: { id, options } },
});
const waves = (bandwidth: number) =>
  encoded(`Gaussian Fourier, ${bandwidth}`, 'gaussian-fourier', { bandwidth });
const baseline = waves(0.5);
const none = encoded('No position', 'none');
const raw = encoded('Raw coordinates', 'raw');
const octaves = encoded('Log-linear', 'log-linear');
const table = encoded('Learned table', 'learned-table');

export const encodingsStudy = defineReadyStudy({
  id: 'encodings',
  title: 'Which encoding, and how wide?',
  question:
    'Which way of putting a place into numbers serves one model best, and how fast should its waves be?',
  watchFor:
    'Settings are those that suit Gaussian Fourier at 0.5 cycles per unit; another encoding might gain from other ones. The encodings differ in features, and so the first layers in parameters: the table counts them.',
  plan: {
    base: { steps: 600 },
    arms: [
      ...[none, raw],
      ...[waves(0.1), waves(0.25), baseline, waves(1), waves(2), waves(4)],
      ...[octaves, encoded('Tents', 'tents'), encoded('Learned sine', 'learned-sine')],
      ...[encoded('Hash grid', 'hash-grid'), table],
    ],
    factors: [trainingImages([100, 1000, 10_000])],
    seeds: seedsTo(10),
    baseline: baseline.label,
    equal: ['steps'],
  },
  small: {
    base: { steps: 400 },
    arms: [none, raw, waves(0.1), baseline, waves(2), octaves, table],
    factors: [trainingImages([300])],
    seeds: seedsTo(8),
  },
});
