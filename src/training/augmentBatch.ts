/**
 * What training makes of a batch before the model sees it: changes drawn for each image
 * (augmentation.ts), then a sensor drawn for the whole batch, of which the model is told where its
 * pixels look. Models of grids receive the image resampled to their grid.
 */
import type { OptionSchema } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { areaOnSurface } from '../core/surface.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { findSensor } from '../sensors/index.ts';
import { changeImages } from './augmentation.ts';
import { createPresenter, type Presented, type Presenter } from './presenting.ts';
import { drawRanges, type RangedChoice } from './ranges.ts';
import type { RunSpec } from './spec.ts';
import { plainViewing } from './viewing.ts';

/** @param values [count, height, width, channels] in [0, 1], after `step` steps; not changed */
export type AugmentBatch = (values: Float32Array, step: number) => Presented;

/**
 * @param reads of the architecture
 * @throws LabError where the sensor cannot look at such images
 */
export function createAugmentation(
  { augmentation, seed }: Pick<RunSpec, 'augmentation' | 'seed'>,
  dataset: Pick<Dataset, 'height' | 'width' | 'channels' | 'surface'>,
  reads: 'pixels' | 'grid',
): AugmentBatch {
  if (!augmentation) return (values) => ({ values });
  const { height, width, channels, surface } = dataset;
  const size = { height, width, channels };
  const { changes, sensor } = augmentation;
  const random = createRandom(seed);

  const through = (drawn: SystemChoice, sensorSeed: number): Presenter =>
    createPresenter({ ...plainViewing, sensor: drawn, told: true, seed: sensorSeed }, size, {
      reads,
      ...(surface && { density: (x, y) => areaOnSurface(surface, x, y) }),
    });
  const sensorAt = (choice: RangedChoice, step: number): Presenter => {
    const purpose = `step/${step}/augmentation/sensor`;
    const drawn = drawRanges(choice, schemaOf(choice), (name) =>
      random.stream(`${purpose}/${name}`).uniform(0),
    );
    return through(drawn, random.stream(purpose).bits(0));
  };
  if (sensor) {
    const blank = new Float32Array(height * width * channels);
    for (const end of endsOf(sensor)) through(end, seed).present(blank, 0);
  }
  return (values, step) => {
    const changed =
      changes.length > 0 ? changeImages(values, size, changes, { seed, step }) : values;
    return sensor ? sensorAt(sensor, step).present(changed, 0) : { values: changed };
  };
}

const schemaOf = ({ id }: RangedChoice): OptionSchema => findSensor(id).options;

/** All its ranges at their one end, and at their other. */
function endsOf({ id, options, to = {} }: RangedChoice): SystemChoice[] {
  return [
    { id, options },
    { id, options: { ...options, ...to } },
  ];
}
