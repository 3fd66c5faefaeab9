/** An encoding as pictures: each feature as a little map over the image plane. */
import { gridCoords } from '../core/coordinates.ts';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { HostArray } from '../core/kernels.ts';
import { readOptions } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Plane } from '../encodings/encoding.ts';
import { findEncoding } from '../encodings/index.ts';

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

/** At most `limit` features at every pixel. Throws for options that cannot work on these images. */
export async function encodingMaps(
  choice: SystemChoice,
  seed: number,
  { height, width }: { height: number; width: number },
  limit: number,
): Promise<EncodingPictures> {
  const encoding = findEncoding(choice.id);
  const options = readOptions(encoding.options, choice.options, encoding.label);
  const plane = { dimensions: 2, height, width };
  const fault = encoding.fault?.(options, plane);
  if (fault) throw new Error(`${encoding.label}: ${fault}`);
  const features = encoding.outputWidth(options, plane);
  const isTrained = encoding.parameters(options, plane).some(({ trained }) => trained);
  if (features === 0) return { height, width, features, maps: [], isTrained };

  const values = await encodeGrid(encoding, options, seed, plane);
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

async function encodeGrid(
  encoding: ReturnType<typeof findEncoding>,
  options: ReturnType<typeof readOptions>,
  seed: number,
  plane: Plane,
): Promise<HostArray> {
  const positions = gridCoords(plane.height, plane.width);
  const random = createRandom(seed);
  const parameters = new Map(
    encoding.parameters(options, plane).map((parameter) => {
      const values = initialise(parameter, random.stream(`init/encoding/${parameter.name}`));
      return [parameter.name, kernels.fromHost(values, parameter.shape)];
    }),
  );
  const { features } = evaluate(kernels, parameters, (ops, parameter) => ({
    features: encoding.encode(
      ops,
      parameter,
      ops.constant(positions, [positions.length / plane.dimensions, plane.dimensions]),
      { options, plane, positions },
    ),
  }));
  const values = await kernels.read(features!);
  for (const array of [features!, ...parameters.values()]) kernels.dispose(array);
  return values;
}
