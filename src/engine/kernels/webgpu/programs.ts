/**
 * The lab's own WGSL programs, run in the middle of TensorFlow.js's: on its device, on its tensors'
 * buffers and in its open compute pass, so that a step is still about one submit. A stock operation
 * has one output, uploads every number it is given as a tensor and builds its uniforms anew; here a
 * program has several outputs, and numbers lie in uniform buffers that are kept.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DeviceArray } from '../../../core/kernels.ts';
import type { Shape } from '../../../core/shapes.ts';
import { arrayOf, tensorOf } from '../tensorflow.ts';
import { recordingOf, SUBMIT_EVERY } from './queue.ts';

type NumberKind = 'u32' | 'i32' | 'f32';

export interface Program<Numbers extends string = string> {
  readonly label: string;
  /** Arrays of f32 that it reads, by their names in the code. */
  readonly inputs: readonly string[];
  /** Arrays of f32 that it fills. */
  readonly outputs: readonly string[];
  /** What a dispatch tells it, at most sixteen; `u.name` in the code. */
  readonly numbers: Readonly<Record<Numbers, NumberKind>>;
  /** WGSL with an entry point `main`; the declarations of arrays and numbers come before it. */
  readonly code: string;
}

export interface Dispatch<Numbers extends string> {
  readonly inputs: readonly DeviceArray[];
  readonly outputs: readonly Shape[];
  readonly numbers: Readonly<Record<Numbers, number>>;
  readonly workgroups: readonly [number, number, number];
}

/** Runs a program and returns its outputs, which the caller owns. */
export type RunProgram = <Numbers extends string>(
  program: Program<Numbers>,
  dispatch: Dispatch<Numbers>,
) => DeviceArray[];

/** Bytes of a uniform buffer: sixteen numbers. */
const UNIFORM_BYTES = 64;
/**
 * Uniform buffers kept. More than there are dispatches between two submits: the one used longest ago
 * is then read by no command that still waits, and may be written anew.
 */
const UNIFORMS_KEPT = 4 * SUBMIT_EVERY;

/** A NaN is told by its bits, because WGSL lets a compiler assume that there is none. */
const PRELUDE = `
fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
`;

interface Prepared {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export function createRunner(backend: WebGPUBackend): RunProgram {
  const recording = recordingOf(backend);
  const device = backend.device as GPUDevice;
  const prepared = new Map<Program<never>, Prepared>();
  const uniformsOf = createUniforms(device);

  function prepare(program: Program<never>): Prepared {
    const known = prepared.get(program);
    if (known) return known;
    const made = compile(device, program);
    prepared.set(program, made);
    return made;
  }

  return (program, { inputs, outputs, numbers, workgroups }) => {
    const { pipeline, layout } = prepare(program);
    const made = outputs.map((shape) => backend.makeTensorInfo([...shape], 'float32'));
    const arrays = [...inputs.map(tensorOf), ...made].map(({ dataId }) => dataId);
    for (const array of arrays) backend.uploadToGPU(array);
    const buffers = arrays.map((array) => backend.tensorMap.get(array).resource as GPUBuffer);
    buffers.push(uniformsOf(program, numbers));
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindings = device.createBindGroup({ layout, entries });

    // Their buffers are given to no other array before the pass was submitted.
    for (const array of arrays) recording.commandQueueOwnedIds.add(array);
    backend.ensureCommandEncoderReady();
    recording.computePassEncoder ??= recording.commandEncoder!.beginComputePass();
    const pass = recording.computePassEncoder;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(...workgroups);
    recording.dispatchCountInPass++;
    if (recording.dispatchCountInPass >= SUBMIT_EVERY) {
      backend.endComputePassEncoder();
      backend.submitQueue();
    }
    return made.map((info) => arrayOf(tf.engine().makeTensorFromTensorInfo(info)));
  };
}

function compile(device: GPUDevice, program: Program<never>): Prepared {
  const { inputs, outputs, numbers, label } = program;
  const fields = Object.entries<NumberKind>(numbers).map(([name, kind]) => `${name}: ${kind},`);
  const declarations = [
    ...inputs.map((name) => `var<storage, read> ${name}: array<f32>;`),
    ...outputs.map((name) => `var<storage, read_write> ${name}: array<f32>;`),
    'var<uniform> u: Numbers;',
  ].map((each, binding) => `@group(0) @binding(${binding}) ${each}`);
  const structure = `struct Numbers { ${fields.join(' ') || 'unused: u32,'} }`;
  const code = [structure, ...declarations, PRELUDE, program.code].join('\n');

  const types: GPUBufferBindingType[] = [
    ...inputs.map(() => 'read-only-storage' as const),
    ...outputs.map(() => 'storage' as const),
    'uniform',
  ];
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
  const pipeline = device.createComputePipeline({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label, code }), entryPoint: 'main' },
  });
  return { pipeline, layout };
}

/** Uniform buffers by what they hold: most dispatches of a step say the same as in the step before. */
function createUniforms(device: GPUDevice) {
  const kept = new Map<string, GPUBuffer>();
  const floats = new Float32Array(UNIFORM_BYTES / 4);
  const words = new Int32Array(floats.buffer);

  function emptyBuffer(): GPUBuffer {
    const [oldest] = kept.size >= UNIFORMS_KEPT ? kept : [];
    if (!oldest) {
      const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
      return device.createBuffer({ size: UNIFORM_BYTES, usage });
    }
    kept.delete(oldest[0]);
    return oldest[1];
  }

  return <Numbers extends string>(
    program: Program<Numbers>,
    numbers: Readonly<Record<Numbers, number>>,
  ): GPUBuffer => {
    const names = Object.keys(program.numbers) as Numbers[];
    let key = program.label;
    for (const name of names) key += ` ${numbers[name]}`;
    let buffer = kept.get(key);
    if (buffer) {
      kept.delete(key); // and to the end, where the latest are
    } else {
      buffer = emptyBuffer();
      names.forEach((name, i) => {
        if (program.numbers[name] === 'f32') floats[i] = numbers[name];
        else words[i] = numbers[name];
      });
      device.queue.writeBuffer(buffer, 0, floats);
    }
    kept.set(key, buffer);
    return buffer;
  };
}

/** Invocations of a program that goes over entries one by one. */
const GROUP = 256;
/** Workgroups along one axis of a dispatch at most. */
export const LARGEST_DISPATCH = 65_535;
/** Many workgroups lie in lines of this length, which needs no more than two axes. */
const LINE = 1024;

/** So many workgroups, and less than a line more: `group.y * groups.x + group.x` counts them. */
export function inLines(groups: number): [number, number] {
  return [Math.min(groups, LINE), Math.ceil(groups / LINE)];
}

/**
 * A program of one invocation for each entry `i` of its first output.
 *
 * @param body WGSL statements
 */
export function entrywise<const Numbers extends string = never>(program: {
  label: string;
  inputs: readonly string[];
  outputs: readonly string[];
  numbers?: Readonly<Record<Numbers, NumberKind>>;
  functions?: string;
  body: string;
}): Program<Numbers> {
  const { body, functions = '', numbers = {} as Record<Numbers, NumberKind>, ...rest } = program;
  const code = `
${functions}
@compute @workgroup_size(${GROUP})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let i = (group.y * groups.x + group.x) * ${GROUP}u + index;
  if (i >= arrayLength(&${program.outputs[0]!})) { return; }
  ${body}
}`;
  return { ...rest, numbers, code };
}

/** The workgroups of an entrywise program. */
export const groupsFor = (entries: number): [number, number, number] => [
  ...inLines(Math.ceil(entries / GROUP)),
  1,
];
