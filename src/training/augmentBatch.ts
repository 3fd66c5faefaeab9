/**
 * What training makes of a batch before the model sees it: changes drawn for each image
 * (augmentation.ts), then a sensor drawn for the whole batch, of which the model is told where its
 * pixels look. Models of grids receive the image resampled to their grid.
 */
import type { ImageSize } from '../core/geometry.ts';
import type { OptionSchema } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { areaOnSurface } from '../core/surface.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { findSensor } from '../sensors/index.ts';
import { changeImages, type Moment } from './augmentation.ts';
import type { PixelView } from './model.ts';
import {
  createPresenter,
  sensePictures,
  type Presenter,
  type SensedPictures,
} from './presenting.ts';
import { drawRanges, type RangedChoice } from './ranges.ts';
import type { Augmentation, RunSpec } from './spec.ts';
import { plainViewing, type Viewing } from './viewing.ts';

/** @param values [count, height, width, channels] in [0, 1], after `step` steps; not changed */
export type AugmentBatch = (
  values: Float32Array,
  step: number,
) => { readonly values: Float32Array; readonly view?: PixelView };

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
  const through = (viewing: Viewing): Presenter =>
    createPresenter(viewing, size, {
      reads,
      ...(surface && { density: (x, y) => areaOnSurface(surface, x, y) }),
    });
  if (sensor) {
    const blank = new Float32Array(height * width * channels);
    for (const end of endsOf(sensor)) through(told(end, seed)).present(blank, 0);
  }
  return (values, step) => {
    const changed =
      changes.length > 0 ? changeImages(values, size, changes, { seed, step }) : values;
    if (!sensor) return { values: changed };
    return through(sensorAt(sensor, { seed, step })).present(changed, 0);
  };
}

/** A batch's images as the sensor shows them, for people; without one as they are after the changes. */
export function augmentedPictures(
  { changes, sensor }: Augmentation,
  size: ImageSize,
  values: Float32Array,
  moment: Moment,
): SensedPictures {
  const changed = changeImages(values, size, changes, moment);
  const viewing = sensor ? sensorAt(sensor, moment) : plainViewing;
  return sensePictures(viewing, size, changed, 0);
}

const told = (sensor: SystemChoice, seed: number): Viewing => ({
  ...plainViewing,
  sensor,
  told: true,
  seed,
});

/** The sensor as the batch after so many steps draws it. */
function sensorAt(sensor: RangedChoice, { seed, step }: Moment): Viewing {
  const purpose = `step/${step}/augmentation/sensor`;
  const random = createRandom(seed);
  const drawn = drawRanges(sensor, schemaOf(sensor), (name) =>
    random.stream(`${purpose}/${name}`).uniform(0),
  );
  return told(drawn, random.stream(purpose).bits(0));
}

const schemaOf = ({ id }: RangedChoice): OptionSchema => findSensor(id).options;

/** All its ranges at their one end, and at their other. */
function endsOf({ id, options, to = {} }: RangedChoice): SystemChoice[] {
  return [
    { id, options },
    { id, options: { ...options, ...to } },
  ];
}
