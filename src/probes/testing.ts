/** For the tests alone: a model so small that its answers are known in closed form. */
import type { Subject } from './probe.ts';

export const height = 3;
export const width = 4;
export const channels = 2;
export const classNames = ['cat', 'dog'];
const size = height * width * channels;
/** Different everywhere, some 0, none far from the others. */
const wave = (i: number) => Math.sin(1 + 3 * i);

export const image = Float32Array.from({ length: size }, (_, i) => Math.max(0, wave(i)));
/** [size, classes] */
export const weights = Float32Array.from({ length: size * 2 }, (_, i) => wave(i + 100));
export const biases = [0.5, -2];

/** logits = image · weights + biases */
export function linearSubject(changes: Partial<Subject> = {}): Subject {
  return {
    ...{ height, width, channels, classNames, image },
    reads: 'grid',
    answer: async (images, count) =>
      Float32Array.from({ length: count * 2 }, (_, i) => {
        const [of, begin] = [i % 2, Math.floor(i / 2) * size];
        let logit = biases[of]!;
        for (let k = 0; k < size; k++) logit += images[begin + k]! * weights[k * 2 + of]!;
        return logit;
      }),
    activations: async () => [],
    firstLayer: { name: 'weight', shape: [size, 2], values: weights },
    breathe: async () => {},
    ...changes,
  };
}
