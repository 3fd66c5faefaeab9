/** An encoding as pictures: each feature as a little map over the image plane. */
import { gridCoords } from '../core/coordinates.ts';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { HostArray } from '../core/kernels.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { readAndFree } from './answers.ts';
import { chooseEncoding, encodeCoords, type ChosenEncoding } from './chosenEncoding.ts';

/** Array handles of the host backend hold their values; nothing waits. */
const kernels = createHostKernels('float32');

export interface EncodingPictures {
  readonly height: number;
  readonly width: number;
  /** Features there are in all: the encoding's output width. */
  readonly features: number;
  /** Those shown, spread evenly over all of them: [height * width] each. */
  readonly maps: readonly Float32Array[];
  /** Does training change them? They are then what a run of that seed starts with. */
  readonly isTrained: boolean;
}

/** At most `limit` features at every pixel. Rejects with a LabError for options that cannot work here. */
export async function encodingMaps(
  choice: SystemChoice,
  seed: number,
  { height, width }: { height: number; width: number },
  limit: number,
): Promise<EncodingPictures> {
  const chosen = chooseEncoding(choice, { height, width });
  const { encoding, options, plane, width: features } = chosen;
  const isTrained = encoding.parameters(options, plane).some(({ trained }) => trained);
  if (features === 0) return { height, width, features, maps: [], isTrained };

  const values = await encodeGrid(chosen, seed);
  const shown = Math.min(limit, features);
  const maps = Array.from({ length: shown }, (_, map) => {
    const feature = Math.floor((map * features) / shown);
    return Float32Array.from(
      { length: height * width },
      (_unused, pixel) => values[pixel * features + feature]!,
    );
  });
  return { height, width, features, maps, isTrained };
}

async function encodeGrid(chosen: ChosenEncoding, seed: number): Promise<HostArray> {
  const { encoding, options, plane } = chosen;
  const positions = gridCoords(plane.height, plane.width);
  const random = createRandom(seed);
  const parameters = new Map(
    encoding.parameters(options, plane).map((parameter) => {
      const values = initialise(parameter, random.stream(`init/encoding/${parameter.name}`));
      return [parameter.name, kernels.fromHost(values, parameter.shape)];
    }),
  );
  const { features } = evaluate(kernels, parameters, (ops, parameter) => {
    const coords = ops.constant(positions, [plane.height * plane.width, plane.dimensions]);
    return { features: encodeCoords(chosen, ops, parameter, coords, positions) };
  });
  const values = await readAndFree(kernels, features!);
  for (const array of parameters.values()) kernels.dispose(array);
  return values;
}
