/**
 * Find the geometry: a lens or a rotation that nobody has told of is searched in unlabelled images,
 * for random true values, in many, few and single images; and what that is worth in accuracy.
 */
import { createRandom } from '../../src/core/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { SoughtGeometry } from '../../src/engine/survey.ts';
import { plainViewing, type Viewing } from '../../src/training/viewing.ts';
import type { FiguresFile } from './figures.ts';
import { accuraciesOf } from './surveys.ts';
import type { TrainedRun } from './training.ts';

const TRUE_VALUES = 20;
export const IMAGE_COUNTS = [200, 50, 10, 1] as const;

export interface Hunt {
  readonly id: string;
  readonly label: string;
  /** How near is near enough, in degrees. */
  readonly near: number;
  /** True values are drawn evenly between these. */
  readonly from: number;
  readonly to: number;
  readonly sought: SoughtGeometry;
  viewingAt(value: number): Viewing;
  /** In degrees. */
  distance(a: number, b: number): number;
}

export const hunts: readonly Hunt[] = [
  {
    ...{ id: 'rotation', label: 'Rotation', near: 3, from: -180, to: 180 },
    sought: {
      kind: 'transform',
      choice: { id: 'rotation', options: {} },
      unknowns: [{ name: 'angle', from: -180, to: 180, periodic: true }],
    },
    viewingAt: (angle) => ({ ...plainViewing, changes: [{ id: 'rotation', options: { angle } }] }),
    distance: (a, b) => Math.abs(((((a - b) % 360) + 540) % 360) - 180),
  },
  {
    ...{ id: 'fish-eye', label: 'Fish-eye', near: 10, from: 60, to: 160 },
    sought: {
      kind: 'sensor',
      choice: { id: 'fish-eye', options: {} },
      unknowns: [{ name: 'fieldOfView', from: 0, to: 170 }],
    },
    viewingAt: (fieldOfView) => ({
      ...plainViewing,
      sensor: { id: 'fish-eye', options: { fieldOfView } },
    }),
    distance: (a, b) => Math.abs(a - b),
  },
];

/** The same for every model and number of images. */
function trueValues({ id, from, to }: Hunt): number[] {
  const stream = createRandom(1).stream(`robustness/${id}`);
  return Array.from({ length: TRUE_VALUES }, (_, i) => from + (to - from) * stream.uniform(i));
}

export interface FoundFigure {
  readonly truth: number;
  readonly found: number;
  readonly seconds: number;
  /** Shares of right answers on the whole test set. */
  readonly notTold: number;
  readonly told: number;
  readonly asFound: number;
}

/** `rotation/coordinet-max/200/` and the number of the true value. */
export const huntPrefix = ({ id }: Hunt, subjectId: string, images: number): string =>
  `${id}/${subjectId}/${images}/`;

/**
 * The runs of a subject take turns over the true values. Each true value is searched in other images,
 * as far as the test set goes.
 */
export async function measureHunt(
  engine: Pick<Engine, 'survey' | 'findGeometry'>,
  hunt: Hunt,
  { runs, images, testCount }: { runs: readonly TrainedRun[]; images: number; testCount: number },
  file: FiguresFile,
): Promise<void> {
  const { found } = file.figures;
  for (const [i, truth] of trueValues(hunt).entries()) {
    const run = runs[i % runs.length]!;
    const key = `${huntPrefix(hunt, run.subject.id, images)}${i}`;
    if (found[key]) continue;
    const first = (i * images) % testCount;
    found[key] = await findOne(engine, hunt, run, { truth, images, first });
    await file.save();
  }
  console.error(`${hunt.id} in ${images} images, ${runs[0]!.subject.label}`);
}

async function findOne(
  engine: Pick<Engine, 'survey' | 'findGeometry'>,
  { sought, viewingAt }: Hunt,
  run: TrainedRun,
  { truth, images, first }: { truth: number; images: number; first: number },
): Promise<FoundFigure> {
  const viewing = viewingAt(truth);
  const began = performance.now();
  const { best, found } = await engine.findGeometry(
    { searchId: 'figures', run, viewing, sought, images, first },
    () => {},
  );
  const seconds = (performance.now() - began) / 1000;
  const accuracyOf = async (change: Partial<Viewing>) =>
    (await accuraciesOf(engine, [run], { ...viewing, ...change }))[0]!;
  return {
    ...{ truth, found: best.values[0]!, seconds },
    notTold: await accuracyOf({ told: false }),
    told: await accuracyOf({ told: true }),
    asFound: await accuracyOf({ told: true, assumed: found }),
  };
}
