/**
 * Evidence map: what each pixel did for each class.
 *
 *   image [height, width, channels] -> one map [height, width] for each class, in logits:
 *   logit with all pixels − logit without this one
 *
 * A model that pools pixels can really do without one: it is left out of the pool, and nothing is put
 * in its place, so black pixels have a say, too. Any other model needs a value there. Then patches
 * are covered by black or by the image's mean, one at a time (Zeiler and Fergus 2013), and what a
 * patch did is shared out evenly among its pixels, so that the map's sum has the same unit whatever the
 * patch. Larger patches find what no pixel shows alone; covering makes images that were never seen.
 *
 * For a linear model that covers with black the map is the product of weight and value. Else the parts
 * do not add up to the logit: pixels stand in for each other.
 *
 * Zeiler and Fergus 2013, arXiv:1311.2901, section 4.2; leaving out: Robnik-Šikonja and Kononenko 2008.
 */
import { choice, integer } from '../core/options.ts';
import { defineProbe, type Subject } from './probe.ts';

export const evidence = defineProbe({
  id: 'evidence-map',
  label: 'Evidence',
  summary: 'What each pixel did for each class: the logit with it, minus the logit without it.',
  reference: 'Zeiler and Fergus 2013, arXiv:1311.2901',
  options: {
    method: choice({
      label: 'Without a pixel',
      help: 'Only a model that pools pixels can do without one; others need something in its place.',
      default: 'leave-out',
      choices: [
        { value: 'leave-out', label: 'Left out, if possible' },
        { value: 'cover', label: 'Covered' },
      ],
    }),
    patch: integer({
      label: 'Patch',
      help: 'Side of what is covered at once. Larger patches find what no pixel shows alone.',
      default: 2,
      min: 1,
      max: 16,
      unit: 'pixels',
    }),
    cover: choice({
      label: 'Cover',
      default: 'black',
      choices: [
        { value: 'black', label: 'Black' },
        { value: 'mean', label: "The image's mean" },
      ],
    }),
  },

  async look(subject, { method, patch, cover }) {
    const leftOut = method === 'leave-out' ? subject.leaveOut : undefined;
    const losses = leftOut
      ? await whenLeftOut(subject, leftOut)
      : await whenCovered(subject, patch, coverOf(subject, cover));
    const side = patch === 1 ? 'one pixel' : `${patch} × ${patch} pixels`;
    const covered = `covered ${side} at a time by ${cover === 'black' ? 'black' : "the image's mean"}`;
    const { height, width, classNames } = subject;
    return {
      method: leftOut
        ? 'Exact: logit with all pixels minus logit with this one left out of the pool.'
        : `By occlusion: logit of the image minus logit with pixels ${covered}, shared out among them.`,
      groups: [
        {
          label: 'Evidence for each class, in logits',
          signed: true,
          maps: classNames.map((label, of) => ({
            ...{ label, height, width },
            values: column(losses, of, classNames.length),
          })),
          total: classNames.length,
        },
      ],
    };
  },
});

/** [pixels, classes] → [pixels] of one class */
function column(values: Float32Array, of: number, classes: number): Float32Array {
  return Float32Array.from(
    { length: values.length / classes },
    (_, i) => values[i * classes + of]!,
  );
}

/** [pixels, classes] */
async function whenLeftOut(
  subject: Subject,
  leaveOut: () => Promise<Float32Array>,
): Promise<Float32Array> {
  const whole = await subject.answer(subject.image, 1);
  const without = await leaveOut();
  return without.map((logit, i) => whole[i % whole.length]! - logit);
}

/** [channels] what is put in a pixel's place. */
function coverOf(
  { image, channels, height, width }: Subject,
  cover: 'black' | 'mean',
): Float32Array {
  const colour = new Float32Array(channels);
  if (cover === 'black') return colour;
  image.forEach((value, i) => (colour[i % channels]! += value / (height * width)));
  return colour;
}

interface Patch {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Side by side; those at the right and lower edge may be smaller. */
function patchesOf({ height, width }: Subject, side: number): Patch[] {
  const patches: Patch[] = [];
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const bottom = Math.min(height, top + side);
      patches.push({ top, left, bottom, right: Math.min(width, left + side) });
    }
  }
  return patches;
}

function pixelsIn({ top, left, bottom, right }: Patch, { width }: Subject): number[] {
  const pixels: number[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) pixels.push(y * width + x);
  }
  return pixels;
}

/** [pixels, classes] what each patch did, shared out among its pixels. */
async function whenCovered(
  subject: Subject,
  side: number,
  colour: Float32Array,
): Promise<Float32Array> {
  const { image, channels, height, width, classNames } = subject;
  const classes = classNames.length;
  const patches = patchesOf(subject, side).map((patch) => pixelsIn(patch, subject));
  const images = new Float32Array((patches.length + 1) * image.length);
  images.set(image);
  patches.forEach((pixels, i) => {
    const begin = (i + 1) * image.length;
    images.set(image, begin);
    for (const pixel of pixels) images.set(colour, begin + pixel * channels);
  });
  const logits = await subject.answer(images, patches.length + 1);

  const losses = new Float32Array(height * width * classes);
  patches.forEach((pixels, i) => {
    for (let of = 0; of < classes; of++) {
      const loss = logits[of]! - logits[(i + 1) * classes + of]!;
      for (const pixel of pixels) losses[pixel * classes + of] = loss / pixels.length;
    }
  });
  return losses;
}
