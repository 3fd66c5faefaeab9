/** Fewer classes: the first few, or two by number. Labels are numbered anew from 0, names go along. */
import { LabError } from '../../core/errors.ts';
import { choice, integer, type Values } from '../../core/options.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';
import { pickImages } from '../importing/splitting.ts';

export const classOptions = {
  classes: choice({
    label: 'Classes',
    help: 'All, or a few of them: an easier question, or a hard pair alone.',
    default: 'all',
    choices: [
      { value: 'all', label: 'All' },
      { value: 'first', label: 'The first few' },
      { value: 'two', label: 'Two of them' },
    ],
  }),
  classCount: integer({
    label: 'How many classes',
    help: 'The first so many, in the order of the Data page.',
    ...{ default: 2, min: 2, max: 255 },
    when: { classes: ['first'] },
  }),
  oneClass: integer({
    label: 'One class',
    help: 'By its number; the first is 0.',
    ...{ default: 0, min: 0, max: 254 },
    when: { classes: ['two'] },
  }),
  otherClass: integer({
    label: 'Other class',
    help: 'By its number; the first is 0.',
    ...{ default: 1, min: 0, max: 254 },
    when: { classes: ['two'] },
  }),
};

/** The very same object where no class is left out. */
export function chooseClasses<Kind extends UnsealedDataset>(
  dataset: Kind,
  options: Values<typeof classOptions>,
): Kind {
  if (options.classes === 'all') return dataset;
  const { classNames, train, test } = dataset;
  const kept = keptClasses(dataset, options);
  if (kept.every((label, at) => label === at) && kept.length === classNames.length) return dataset;
  return {
    ...dataset,
    classNames: kept.map((label) => classNames[label]!),
    train: keepClasses(train, kept, `training image of ${namesOf(dataset, kept)}`),
    test: keepClasses(test, kept, `test image of ${namesOf(dataset, kept)}`),
  };
}

/** Their numbers, in the order in which they are numbered anew. */
function keptClasses(
  dataset: UnsealedDataset,
  { classes, classCount, oneClass, otherClass }: Values<typeof classOptions>,
): number[] {
  if (classes === 'first') return [...dataset.classNames.keys()].slice(0, classCount);
  expectTwo(dataset, [oneClass, otherClass]);
  return [oneClass, otherClass];
}

function expectTwo({ label, classNames }: UnsealedDataset, pair: [number, number]): void {
  const highest = classNames.length - 1;
  const beyond = pair.find((each) => each > highest);
  if (beyond !== undefined) {
    throw new LabError('no-class', {
      found: `class ${beyond}`,
      expected: `a class of ${label}, which are numbered from 0 to ${highest}`,
      fix: 'choose another number',
    });
  }
  if (pair[0] !== pair[1]) return;
  throw new LabError('same-class', {
    found: `class ${pair[0]} (${classNames[pair[0]]}) twice`,
    expected: 'two classes to tell apart',
    fix: 'choose another number for one of them',
  });
}

function keepClasses(set: ImageSet, kept: readonly number[], what: string): ImageSet {
  const places = Int32Array.from(set.labels.keys()).filter((place) =>
    kept.includes(set.labels[place]!),
  );
  if (places.length === 0) {
    throw new LabError('no-images-left', {
      found: `no ${what}`,
      expected: 'images to train on and images to test with',
      fix: 'choose other classes, or all of them',
    });
  }
  const { labels, ...picked } = pickImages(set, places);
  return { ...picked, labels: labels.map((label) => kept.indexOf(label)) };
}

const namesOf = ({ classNames }: UnsealedDataset, kept: readonly number[]) =>
  kept.map((label) => classNames[label]).join(', ');
