/** Kernels entry by entry, one dispatch each, as WGSL. */
import type { Activation, DeviceArray, Kernels } from '../../../core/kernels.ts';
import { sizeOf } from '../../../core/shapes.ts';
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

type Elementwise = Pick<Kernels, 'affine' | 'reluGradient' | 'gelu' | 'geluGradient'>;

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
