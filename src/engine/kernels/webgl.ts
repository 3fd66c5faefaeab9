/**
 * Kernels for WebGL: TensorFlow.js's, but for a maximum that hides a NaN, and for maps of several
 * arrays, each of which is one draw here and up to a dozen in stock operations.
 *
 * The maps are "packed", as the stock operations around them are: a texel holds two by two entries.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { DeviceArray, Kernels } from '../../core/kernels.ts';
import { createTensorFlowKernels, arrayOf, tensorOf } from './tensorflow.ts';

/**
 * A program over arrays of one shape, which are `a`, `b`, `c` in the order given; numbers come by
 * name, so that a new learning rate compiles nothing.
 */
interface PackedMap {
  readonly arrays: number;
  readonly numbers: readonly string[];
  /** GLSL: of vec4. */
  readonly expression: string;
}

const maps = {
  reluGradient: {
    arrays: 2,
    numbers: [],
    // A product keeps the NaN of upstream; that of y comes from y.
    expression: 'mix(a * vec4(greaterThan(b, vec4(0.0))), b, isnan(b))',
  },
  mixed: { arrays: 2, numbers: ['first', 'second'], expression: 'first * a + second * b' },
  mixedSquare: {
    arrays: 2,
    numbers: ['first', 'second'],
    expression: 'first * a + second * b * b',
  },
  adamValue: {
    arrays: 3,
    numbers: ['kept', 'pace', 'unbiased', 'epsilon'],
    expression: 'kept * a - pace * b / (sqrt(c) * unbiased + vec4(epsilon))',
  },
  velocity: {
    arrays: 3,
    numbers: ['momentum', 'decay'],
    expression: 'momentum * a + b + decay * c',
  },
} satisfies Record<string, PackedMap>;

const LETTERS = ['a', 'b', 'c'];

function programOf({ arrays, numbers, expression }: PackedMap, shape: number[]): GPGPUProgram {
  const letters = LETTERS.slice(0, arrays);
  const reads = letters.map(
    (letter) => `vec4 ${letter} = get${letter.toUpperCase()}AtOutCoords();`,
  );
  return {
    variableNames: letters.map((letter) => letter.toUpperCase()),
    outputShape: shape,
    packedInputs: true,
    packedOutput: true,
    customUniforms: numbers.map((name) => ({ name, type: 'float' as const })),
    userCode: `void main() { ${reads.join(' ')} setOutput(${expression}); }`,
  };
}

/** Kernels on the active WebGL backend. */
export function createWebglKernels(backend: MathBackendWebGL): Kernels {
  const stock = createTensorFlowKernels();

  function map(given: PackedMap, inputs: readonly DeviceArray[], numbers: readonly number[] = []) {
    const tensors = inputs.map(tensorOf);
    const program = programOf(given, tensors[0]!.shape);
    const values = numbers.map((value) => [value]);
    const info = backend.compileAndRun(program, tensors, 'float32', values);
    return arrayOf(tf.engine().makeTensorFromTensorInfo(info));
  }

  return {
    ...stock,
    reluGradient: (upstream, y) => map(maps.reluGradient, [upstream, y]),
    adam({ value, gradient, mean, square }, step) {
      const { rate, beta1, beta2, epsilon, decay, correction1, correction2 } = step;
      const movedMean = map(maps.mixed, [mean, gradient], [beta1, 1 - beta1]);
      const movedSquare = map(maps.mixedSquare, [square, gradient], [beta2, 1 - beta2]);
      const moved = map(
        maps.adamValue,
        [value, movedMean, movedSquare],
        [1 - rate * decay, rate / correction1, 1 / Math.sqrt(correction2), epsilon],
      );
      return { value: moved, mean: movedMean, square: movedSquare };
    },
    momentum({ value, gradient, velocity }, { rate, momentum, decay }) {
      const moved = map(maps.velocity, [velocity, gradient, value], [momentum, decay]);
      return { value: map(maps.mixed, [value, moved], [1, -rate]), velocity: moved };
    },
    /** The stock one takes a NaN for small and so hides divergence; a mean shows it. */
    maxPool2d: (x, size) =>
      stock.tidy(() => {
        const image = tensorOf(x) as tf.Tensor4D;
        const largest = tf.maxPool(image, size, size, 'valid');
        return arrayOf(tf.add(largest, tf.mul(tf.avgPool(image, size, size, 'valid'), 0)));
      }),
  };
}
