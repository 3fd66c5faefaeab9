/**
 * The transforms, in the order in which they act where no other order is asked for, and how several
 * act at once.
 *
 * Choices form a chain: the first acts first. Neighbours that are geometric are one resampling, so
 * nothing is lost between them. In this list's order an image is waved, sheared, scaled and turned
 * about its own centre, and shifted last: a shift to the right is to the right on the screen,
 * however the image is turned.
 */
import { LabError } from '../core/errors.ts';
import { composeInverse, resample, resampleEach } from '../core/geometry.ts';
import { readOptions, type OptionSchema, type Values } from '../core/options.ts';
import type { createRandom, RandomStream } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { brightness } from './brightness.ts';
import { cannyEdges } from './cannyEdges.ts';
import { contrast } from './contrast.ts';
import { crop } from './crop.ts';
import { dottedLine } from './dottedLine.ts';
import { elastic } from './elastic.ts';
import { fog } from './fog.ts';
import { gaussianBlur } from './gaussianBlur.ts';
import { glassBlur } from './glassBlur.ts';
import { impulseNoise } from './impulseNoise.ts';
import { inversion } from './inversion.ts';
import { motionBlur } from './motionBlur.ts';
import { noise } from './noise.ts';
import { occlusion } from './occlusion.ts';
import { permutation } from './permutation.ts';
import { perspective } from './perspective.ts';
import { rotation } from './rotation.ts';
import { scale } from './scale.ts';
import { shear } from './shear.ts';
import { shift } from './shift.ts';
import { shotNoise } from './shotNoise.ts';
import { spatter } from './spatter.ts';
import { sphereRotation } from './sphereRotation.ts';
import { stripe } from './stripe.ts';
import { swirl } from './swirl.ts';
import type { ImageSize, InverseMap, Transform } from './transform.ts';
import { wave } from './wave.ts';
import { zigzag } from './zigzag.ts';

// prettier-ignore
export const transforms: readonly Transform[] = [
  elastic, wave, swirl, shear, scale, rotation, perspective, shift, crop, sphereRotation, permutation,
  brightness, contrast, inversion, stripe, cannyEdges,
  occlusion, dottedLine, zigzag, spatter, fog,
  gaussianBlur, glassBlur, motionBlur,
  noise, shotNoise, impulseNoise,
];

export function findTransform(id: string): Transform {
  const found = transforms.find((each) => each.id === id);
  if (found) return found;
  throw new LabError('unknown-transform', {
    found: `transform "${id}"`,
    expected: `one of ${transforms.map((each) => each.id).join(', ')}`,
    fix: 'choose one of them, or open the file with the version that wrote it',
  });
}

type Random = ReturnType<typeof createRandom>;

/** Where transforms draw from, by the name of their stream. */
export interface Draws {
  /** What belongs to a setting, and is the same for every image. */
  shared(name: string): RandomStream;
  /** What belongs to an image, counted from 0. */
  ofImage(name: string, image: number): RandomStream;
}

interface ChainLink {
  readonly transform: Transform;
  readonly options: Values<OptionSchema>;
  /** What its streams are called. */
  readonly streamName: string;
}

/**
 * Images as seen through the chosen transforms, the first of which acts first.
 *
 * @param values [count, height, width, channels], each in [0, 1], any number of images
 * @param random image i of `values` draws from its stream `transform/<id>/<i>`
 * @returns new values of the same shape, in [0, 1]
 */
export function applyTransforms(
  values: Float32Array,
  size: ImageSize,
  choices: readonly SystemChoice[],
  random: Random,
): Float32Array<ArrayBuffer> {
  return applyDrawing(values, size, choices, drawsFrom(random));
}

/** @param first the number of the first image among all of them */
export const drawsFrom = (random: Random, first = 0): Draws => ({
  shared: (name) => random.stream(name),
  ofImage: (name, image) => random.stream(`${name}/${first + image}`),
});

/** The same, drawing from wherever the caller likes. */
export function applyDrawing(
  values: Float32Array,
  size: ImageSize,
  choices: readonly SystemChoice[],
  draws: Draws,
): Float32Array<ArrayBuffer> {
  const imageSize = size.height * size.width * size.channels;
  if (values.length % imageSize !== 0) {
    throw new Error(`transforms: found ${values.length} values, not a multiple of ${imageSize}`);
  }
  let seen: Float32Array<ArrayBuffer> | undefined;
  let maps: ChainLink[] = [];
  const resampled = () => {
    const before = seen ?? values;
    seen = maps.length > 0 ? bend(before, size, maps, draws) : (seen ?? new Float32Array(before));
    maps = [];
    return seen;
  };
  for (const link of chainOf(choices)) {
    if (link.transform.inverse) maps.push(link);
    else changeValues(resampled(), size, link, draws);
  }
  return resampled();
}

/** At its defaults a transform changes nothing, by contract: leaving it out saves the resampling. */
function chainOf(choices: readonly SystemChoice[]): ChainLink[] {
  const links = choices.map(({ id, options: stored }, place): ChainLink => {
    const transform = findTransform(id);
    const options = readOptions(transform.options, stored, transform.label);
    // A second time the same transform must not draw the same numbers again.
    const times = choices.slice(0, place + 1).filter((each) => each.id === id).length;
    const streamName = `transform/${id}${times > 1 ? `-${times}` : ''}`;
    return { transform, options, streamName };
  });
  return links.filter(({ transform, options }) =>
    Object.entries(transform.options).some(([name, each]) => options[name] !== each.default),
  );
}

/** One resampling for geometric neighbours. */
function bend(
  values: Float32Array,
  size: ImageSize,
  links: readonly ChainLink[],
  draws: Draws,
): Float32Array<ArrayBuffer> {
  const mapOf = (image: number) => mapOfLinks(links, size, draws, image);
  const differ = links.some(({ transform, options }) => transform.drawsMap?.(options));
  const surface = links.some(({ transform }) => transform.wraps) ? 'sphere' : 'plane';
  return differ
    ? resampleEach(values, size, mapOf, surface)
    : resample(values, size, mapOf(0), surface);
}

function mapOfLinks(
  links: readonly ChainLink[],
  size: ImageSize,
  draws: Draws,
  image: number,
): InverseMap {
  // A position of the result looks through what acted last first.
  return composeInverse(
    links
      .toReversed()
      .map(({ transform, options, streamName }) =>
        transform.inverse!(options, size, draws.ofImage(streamName, image)),
      ),
  );
}

/**
 * Where a position of an image looks after all geometric changes of the chain, whatever is between
 * them; undefined where nothing moves.
 *
 * @param image its number, as the draws count them
 */
export function geometryOf(
  choices: readonly SystemChoice[],
  size: ImageSize,
  draws: Draws,
  image: number,
): InverseMap | undefined {
  const links = chainOf(choices).filter(({ transform }) => transform.inverse);
  return links.length > 0 ? mapOfLinks(links, size, draws, image) : undefined;
}

/** Has each image a geometry of its own? */
export const drawsGeometry = (choices: readonly SystemChoice[]): boolean =>
  chainOf(choices).some(({ transform, options }) => transform.drawsMap?.(options));

function changeValues(
  values: Float32Array,
  size: ImageSize,
  { transform, options, streamName }: ChainLink,
  draws: Draws,
): void {
  const change = transform.change!(options, size, draws.shared(streamName));
  const imageSize = size.height * size.width * size.channels;
  for (let image = 0; image * imageSize < values.length; image++) {
    const view = values.subarray(image * imageSize, (image + 1) * imageSize);
    change(view, draws.ofImage(streamName, image));
  }
}
