/** Kernels entry by entry, one dispatch each, as WGSL. */
import type { Activation, BinaryName, DeviceArray, Kernels } from '../../../core/kernels.ts';
import {
  broadcastShape,
  shapesEqual,
  sizeOf,
  stridesOf,
  type Shape,
} from '../../../core/shapes.ts';
import { entrywise, groupsFor, type Program, type RunProgram } from './programs.ts';

const affine = entrywise({
  label: 'affine',
  inputs: ['x'],
  outputs: ['result'],
  numbers: { factor: 'f32', offset: 'f32' },
  body: 'result[i] = x[i] * u.factor + u.offset;',
});

/** A NaN comes out again, also where nothing is let through. */
const reluGradient = entrywise({
  label: 'reluGradient',
  inputs: ['upstream', 'y'],
  outputs: ['result'],
  body: `
  let through = y[i] > 0 || isNan(upstream[i]);
  result[i] = select(select(0.0, upstream[i], through), y[i], isNan(y[i]));`,
});

/** σ(2u) with u = √(2/π) · (x + 0.044715 x³): GELU's tanh form is x · σ(2u). */
const gate = `
const CUBIC = 0.044715;
const SCALE = 1.5957691216057308;
fn gate(x: f32) -> f32 { return 1 / (1 + exp(-SCALE * (x + CUBIC * x * x * x))); }
`;

const gelu = entrywise({
  label: 'gelu',
  inputs: ['x'],
  outputs: ['result'],
  functions: gate,
  body: 'result[i] = x[i] * gate(x[i]);',
});

/** upstream · σ · (1 + x · (1 − σ) · 2u′) */
const geluGradient = entrywise({
  label: 'geluGradient',
  inputs: ['upstream', 'x'],
  outputs: ['result'],
  functions: gate,
  body: `
  let open = gate(x[i]);
  let rise = SCALE * (1 + 3 * CUBIC * x[i] * x[i]);
  result[i] = upstream[i] * open * (1 + x[i] * (1 - open) * rise);`,
});

const addBias = entrywise({
  label: 'addBias',
  inputs: ['x', 'bias'],
  outputs: ['result'],
  numbers: { relu: 'u32' },
  body: `
  let z = x[i] + bias[i % arrayLength(&bias)];
  result[i] = select(z, 0.0, u.relu == 1 && z < 0);`,
});

const signs: Readonly<Record<BinaryName, string>> = { add: '+', sub: '-', mul: '*', div: '/' };
const binaryNames = Object.keys(signs) as BinaryName[];

/** By name, of arrays of one shape. */
const together = new Map(
  binaryNames.map((name) => [
    name,
    entrywise({
      label: name,
      inputs: ['a', 'b'],
      outputs: ['result'],
      body: `result[i] = a[i] ${signs[name]} b[i];`,
    }),
  ]),
);

/** The same of arrays that stretch, over four axes; a stride of 0 reads an entry again. */
const stretching = new Map(
  binaryNames.map((name) => [
    name,
    entrywise({
      label: `${name} stretching`,
      inputs: ['a', 'b'],
      outputs: ['result'],
      numbers: {
        ...{ length1: 'u32', length2: 'u32', length3: 'u32' },
        ...{ a0: 'u32', a1: 'u32', a2: 'u32', a3: 'u32' },
        ...{ b0: 'u32', b1: 'u32', b2: 'u32', b3: 'u32' },
      },
      body: `
  let at3 = i % u.length3;
  let at2 = i / u.length3 % u.length2;
  let at1 = i / u.length3 / u.length2 % u.length1;
  let at0 = i / u.length3 / u.length2 / u.length1;
  let left = a[at0 * u.a0 + at1 * u.a1 + at2 * u.a2 + at3 * u.a3];
  let right = b[at0 * u.b0 + at1 * u.b1 + at2 * u.b2 + at3 * u.b3];
  result[i] = left ${signs[name]} right;`,
    }),
  ]),
);
/** Axes that a stretching program knows. */
export const BINARY_AXES = 4;

/** With leading lengths of 1, so that there are four axes. */
const overFourAxes = (shape: Shape): number[] => [
  ...new Array<number>(BINARY_AXES - shape.length).fill(1),
  ...shape,
];

function stretchedStrides(shape: Shape): number[] {
  const whole = overFourAxes(shape);
  return stridesOf(whole).map((stride, axis) => (whole[axis] === 1 ? 0 : stride));
}

type Elementwise = Pick<Kernels, 'affine' | 'binary' | 'reluGradient' | 'gelu' | 'geluGradient'>;

export function elementwiseKernels(run: RunProgram): Elementwise {
  const map = (program: Program<never>, ...inputs: DeviceArray[]): DeviceArray => {
    const { shape } = inputs.at(-1)!;
    const workgroups = groupsFor(sizeOf(shape));
    return run(program, { inputs, outputs: [shape], numbers: {}, workgroups })[0]!;
  };
  return {
    affine: (x, factor, offset) =>
      run(affine, {
        inputs: [x],
        outputs: [x.shape],
        numbers: { factor, offset },
        workgroups: groupsFor(sizeOf(x.shape)),
      })[0]!,
    binary(name, a, b) {
      if (shapesEqual(a.shape, b.shape)) return map(together.get(name)!, a, b);
      const shape = broadcastShape(a.shape, b.shape);
      const [, length1 = 1, length2 = 1, length3 = 1] = overFourAxes(shape);
      const [a0 = 0, a1 = 0, a2 = 0, a3 = 0] = stretchedStrides(a.shape);
      const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = stretchedStrides(b.shape);
      return run(stretching.get(name)!, {
        inputs: [a, b],
        outputs: [shape],
        numbers: { length1, length2, length3, a0, a1, a2, a3, b0, b1, b2, b3 },
        workgroups: groupsFor(sizeOf(shape)),
      })[0]!;
    },
    reluGradient: (upstream, y) => map(reluGradient, upstream, y),
    gelu: (x) => map(gelu, x),
    geluGradient: (upstream, x) => map(geluGradient, upstream, x),
  };
}

/** activation(x + bias), the bias [columns] added to each row. */
export function createAddBias(run: RunProgram) {
  return (x: DeviceArray, bias: DeviceArray, activation: Activation): DeviceArray =>
    run(addBias, {
      inputs: [x, bias],
      outputs: [x.shape],
      numbers: { relu: Number(activation === 'relu') },
      workgroups: groupsFor(sizeOf(x.shape)),
    })[0]!;
}
