/**
 * What is measured: which models, trained on which images, and in which ways the test set is then
 * seen. Each study is a table of docs/ROBUSTNESS.md.
 */
import { createRandom } from '../../src/core/random.ts';
import { evenPose } from '../../src/core/sphere.ts';
import type { OptionRecord } from '../../src/core/options.ts';
import { plainViewing, type Viewing } from '../../src/training/viewing.ts';
import {
  silentSubjects,
  sphereSubjects,
  subsetSubjects,
  uprightSubjects,
  type Subject,
} from './subjects.ts';

export interface SeenWay {
  /** Unique in its study; names its figures in the file. */
  readonly id: string;
  readonly label: string;
  /** Of the runs of a seed; the accuracy is the mean over them. */
  viewings(seed: number): readonly Viewing[];
}

export interface Study {
  readonly id: string;
  readonly title: string;
  readonly subjects: readonly Subject[];
  /** The first is how the images are in training. */
  readonly ways: readonly SeenWay[];
}

const clean: SeenWay = { id: 'clean', label: 'As in training', viewings: () => [plainViewing] };

const notTold = { id: 'not-told', words: 'not told', told: false, weighted: true };
const told = { id: 'told', words: 'told', told: true, weighted: true };
const unweighted = {
  ...told,
  id: 'told-unweighted',
  words: 'told, no area weights',
  weighted: false,
};
const tellings = [notTold, told, unweighted];

/** Not told, told with area weights, and told without, or as many of them as differ. */
function toldAndNot(
  id: string,
  label: string,
  viewings: (seed: number) => readonly Partial<Viewing>[],
  among = tellings,
): SeenWay[] {
  return among.map(({ id: telling, words, told, weighted }) => ({
    id: `${id}/${telling}`,
    label: among.length > 1 ? `${label}: ${words}` : label,
    viewings: (seed) =>
      viewings(seed).map((seen) => ({ ...plainViewing, ...seen, told, weighted })),
  }));
}

const through = (id: string, options: OptionRecord) => () => [{ sensor: { id, options } }];

const fishEyes = [90, 120, 150].flatMap((fieldOfView) =>
  toldAndNot(
    `fish-eye-${fieldOfView}`,
    `Fish-eye ${fieldOfView}°`,
    through('fish-eye', { fieldOfView }),
  ),
);

/** Straight ahead, all areas alike: there is nothing to tell. */
const resolutions = [14, 20, 56].flatMap((side) =>
  toldAndNot(`side-${side}`, `${side} × ${side} pixels`, through('resolution', { side }), [told]),
);

/** Each seed's runs see other subsets. */
const SUBSETS = 3;
const subsets = [
  { id: 'half', label: 'Random half of the pixels', share: 0.5 },
  { id: 'quarter', label: 'Random quarter of the pixels', share: 0.25 },
].flatMap(({ id, label, share }) =>
  toldAndNot(
    id,
    label,
    (seed) =>
      Array.from({ length: SUBSETS }, (_, i) => ({
        sensor: { id: 'random-subset', options: { share } },
        seed: SUBSETS * seed + i,
      })),
    [notTold, told],
  ),
);

/** Rotations of the whole sphere, evenly over all; each seed's runs see others. */
const POSES = 5;
const poses = toldAndNot('pose', 'Turned by any rotation', (seed) => {
  const stream = createRandom(seed).stream('robustness/pose');
  return Array.from({ length: POSES }, (_, i) => {
    const draws = [0, 1, 2].map((axis) => stream.uniform(3 * i + axis));
    const { turn, tip, roll } = evenPose(draws as [number, number, number]);
    const options = { over: tip, before: roll, after: turn };
    return { changes: [{ id: 'sphere-rotation', options }] };
  });
});

export const studies: readonly Study[] = [
  {
    id: 'upright',
    title: 'Trained on upright images of 28 × 28 pixels',
    subjects: uprightSubjects,
    ways: [clean, ...fishEyes, ...resolutions, ...subsets],
  },
  {
    id: 'silent',
    title: 'With black pixels that are silent',
    subjects: silentSubjects,
    ways: [clean, ...fishEyes, ...resolutions, ...subsets],
  },
  {
    id: 'subsets',
    title: 'Trained on random subsets of the pixels',
    subjects: subsetSubjects,
    ways: [clean, ...fishEyes, ...resolutions, ...subsets],
  },
  {
    id: 'sphere',
    title: 'Trained on the sphere',
    subjects: sphereSubjects,
    ways: [clean, ...poses],
  },
];
