/**
 * Suites: lists of viewings for a table of transforms and runs. The images as they are come first.
 *
 * Note: with `told`, a model of pixels receives where each pixel looks under shear, scale, rotation
 * and shift, and a model of grids gets the image resampled; MNIST-C's own figures are not told.
 */
import { plainViewing, type RangedChoice, type Viewing } from '../../training/viewing.ts';
import { transforms } from '../../transforms/index.ts';
import { mnistC } from '../../transforms/mnistC.ts';

export interface SuiteEntry {
  /** Unique in its suite; as in MNIST-C's files where it is one of them. */
  readonly id: string;
  readonly label: string;
  readonly viewing: Viewing;
}

export interface Suite {
  readonly clean: SuiteEntry;
  readonly corruptions: readonly SuiteEntry[];
}

/**
 * The fifteen corruptions of MNIST-C, at the strength at which it was published (transforms/mnistC.ts).
 *
 * @param base whose sensor, seed and telling every viewing has, instead of its changes
 */
export function mnistCSuite(base: Viewing = plainViewing): Suite {
  return suiteOf(
    base,
    mnistC.map(({ name, choice }) => ({ id: name, label: wordsOf(name), choice })),
  );
}

/** `shot_noise` is "Shot noise". */
function wordsOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/** Every transform at its example. */
export function transformSuite(base: Viewing = plainViewing): Suite {
  return suiteOf(
    base,
    transforms.map(({ id, label, example }) => ({ id, label, choice: { id, options: example } })),
  );
}

function suiteOf(
  base: Viewing,
  corruptions: readonly { id: string; label: string; choice: RangedChoice }[],
): Suite {
  const viewingOf = (changes: readonly RangedChoice[]) => ({ ...base, changes });
  return {
    clean: { id: 'identity', label: 'As it is', viewing: viewingOf([]) },
    corruptions: corruptions.map(({ id, label, choice }) => ({
      id,
      label,
      viewing: viewingOf([choice]),
    })),
  };
}
