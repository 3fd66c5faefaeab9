/** Models of pixels that were moved and told where they came from. */
import { describe, expect, it } from 'vitest';
import { coordinateChannels } from '../architectures/coordConvCnn.ts';
import { gridCoords } from '../core/coordinates.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { answersOf } from './answers.ts';
import { createModel, type PixelView } from './model.ts';

const sizes = { height: 6, width: 8, channels: 2, outputs: 3 };
const PLACES = 48;
const COUNT = 3;
const origins = createRandom(8).stream('test').permutation(PLACES);
const images = createRandom(2)
  .stream('images')
  .uniforms(COUNT * PLACES * 2, -1, 1)
  .map((value) => Math.max(0, value));
const moved = images.map((_, at) => {
  const [pixel, channel] = [Math.floor(at / 2), at % 2];
  const image = Math.floor(pixel / PLACES);
  return images[2 * (image * PLACES + origins[pixel % PLACES]!) + channel]!;
});

const kernels = createHostKernels('float32');

async function answers(
  architecture: SystemChoice,
  encoding: SystemChoice,
  { values, told, view }: { values: Float32Array; told: boolean; view?: PixelView },
) {
  const model = createModel({ architecture, encoding }, { ...sizes, ...(told && { origins }) });
  const random = createRandom(1);
  const parameters = new Map(
    model.parameters.map((each) => [
      each.name,
      kernels.fromHost(initialise(each, random.stream(`init/${each.name}`)), each.shape),
    ]),
  );
  return Array.from(await answersOf(kernels, { model, parameters }, values, COUNT, view));
}

const small: OptionRecord = { width: 8, headWidth: 8 };
const sameSet: [SystemChoice, SystemChoice][] = [
  'raw',
  'gaussian-fourier',
  'learned-table',
].flatMap((encoding): [SystemChoice, SystemChoice][] => [
  [
    { id: 'coordinet', options: small },
    { id: encoding, options: {} },
  ],
  [
    { id: 'coordinet', options: { ...small, pooling: 'mean' } },
    { id: encoding, options: {} },
  ],
  [
    { id: 'point-net', options: { headWidth: 64, threshold: 0.2 } },
    { id: encoding, options: {} },
  ],
  // Each pixel a token: attention asks who is where, and not which comes next.
  [
    { id: 'vision-transformer', options: { patchSize: 1, layers: 1, headWidth: 4 } },
    { id: encoding, options: {} },
  ],
]);

const close = (value: number) => expect.closeTo(value, 4);

describe('pixels that were moved', () => {
  it.each(sameSet)(
    'are the same set of pixels to %j with %j, once it is told',
    async (...choices) => {
      const inPlace = await answers(...choices, { values: images, told: false });
      expect(await answers(...choices, { values: moved, told: true })).toEqual(inPlace.map(close));
      expect(await answers(...choices, { values: moved, told: false })).not.toEqual(
        inPlace.map(close),
      );
    },
  );

  it('are told of through a view, too', async () => {
    const choices = [
      { id: 'coordinet', options: small },
      { id: 'raw', options: {} },
    ] as const;
    const view = { coords: gridCoords(sizes.height, sizes.width) };
    const told = await answers(...choices, { values: moved, told: true });
    expect(await answers(...choices, { values: moved, told: true, view })).toEqual(told.map(close));
  });

  it.each(['mlp', 'cnn'])('tell %s nothing: it reads the grid as it lies', async (id) => {
    const choices = [
      { id, options: {} },
      { id: 'none', options: {} },
    ] as const;
    const told = await answers(...choices, { values: moved, told: true });
    expect(told).toEqual(await answers(...choices, { values: moved, told: false }));
  });

  it('carry their coordinates into the first convolution of CoordConv', async () => {
    const channels = coordinateChannels(sizes.height, sizes.width, false, origins);
    const own = coordinateChannels(sizes.height, sizes.width, false);
    origins.forEach((origin, place) => {
      expect([...channels.subarray(2 * place, 2 * place + 2)]).toEqual([
        ...own.subarray(2 * origin, 2 * origin + 2),
      ]);
    });
    for (const where of ['first', 'all']) {
      const choices = [
        { id: 'coord-conv-cnn', options: { where, filters: 2 } },
        { id: 'none', options: {} },
      ] as const;
      const told = await answers(...choices, { values: moved, told: true });
      expect(told).not.toEqual(await answers(...choices, { values: moved, told: false }));
    }
  });
});
