import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../core/hostKernels.ts';
import type { DeviceArray, Kernels } from '../core/kernels.ts';
import type { Backend, OpenBackend } from './backends/backend.ts';
import { chooseBackend } from './chooseBackend.ts';
import type { BackendId } from './engine.ts';
import { selfCheck, TOLERANCE } from './selfCheck.ts';

const zeros = (kernels: Kernels, x: DeviceArray) => kernels.affine(x, 0, 0);

/** Plain loops with one kernel replaced. */
function broken(replace: (kernels: Kernels) => Partial<Kernels>): Kernels {
  const kernels = createHostKernels('float32');
  return { ...kernels, ...replace(kernels) };
}

/** Faults as backends had them: silent zeros, a gradient lost, a NaN that appears. */
const faults: Record<string, (kernels: Kernels) => Partial<Kernels>> = {
  'a max-pool gradient of zeros': (k) => ({
    maxPool2dGradient: (dy, x, y, size) => {
      const right = k.maxPool2dGradient(dy, x, y, size);
      const wrong = zeros(k, right);
      k.dispose(right);
      return wrong;
    },
  }),
  'a filter gradient of zeros': (k) => ({
    conv2dFilterGradient: (dy, x, shape, padding) => {
      const right = k.conv2dFilterGradient(dy, x, shape, padding);
      const wrong = zeros(k, right);
      k.dispose(right);
      return wrong;
    },
  }),
  'a dense layer without its bias': (k) => ({
    dense: (x, weight, bias, activation) => {
      const none = zeros(k, bias);
      const wrong = k.dense(x, weight, none, activation);
      k.dispose(none);
      return wrong;
    },
  }),
  'a maximum over pixels that sums': (k) => ({
    poolPixels: (x, layout) => k.poolPixels(x, layout, 'sum'),
  }),
  'a relu that lets everything through': (k) => ({
    reluGradient: (upstream) => k.affine(upstream, 1, 0),
  }),
  'a dense layer whose gradient forgets its activation': (k) => ({
    denseGradient: (upstream, layer, wanted) =>
      k.denseGradient(upstream, { ...layer, activation: 'linear' }, wanted),
  }),
  'a NaN in the first of many values': (k) => ({
    conv2d: (...given) => {
      const right = k.conv2d(...given);
      const [height = 0, width = 0, last = 0] = right.shape.slice(1);
      const nan = k.fromHost(Float32Array.of(NaN), [1]);
      const none = k.fromHost(new Float32Array(height * width * last - 1), [
        height * width * last - 1,
      ]);
      const row = k.concat([nan, none], 0);
      const added = k.reshape(row, [1, height, width, last]);
      const wrong = k.binary('add', right, added);
      [right, nan, none, row, added].forEach(k.dispose);
      return wrong;
    },
  }),
};

const backendOf = (id: BackendId, kernels: Kernels, more: Partial<OpenBackend> = {}): Backend => ({
  id,
  label: id,
  open: async () => ({
    kernels,
    label: `${id} · test`,
    threads: 1,
    adapter: null,
    software: false,
    fault: () => undefined,
    ...more,
  }),
});

describe('selfCheck', () => {
  it('passes plain loops to the last bit, and leaves nothing behind', async () => {
    const kernels = createHostKernels('float32');
    expect(await selfCheck(kernels)).toBe(0);
    expect(kernels.count()).toBe(0);
  });

  it('passes other roundings: float64, and dense rows instead of sparse', async () => {
    const error = await selfCheck(createHostKernels('float64'));
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(TOLERANCE / 100);
    const dense = { ...createHostKernels('float32'), prefersSparseRows: false };
    expect(await selfCheck(dense)).toBeLessThan(TOLERANCE / 100);
  });

  it.each(Object.entries(faults))('catches %s', async (_, replace) => {
    const kernels = broken(replace);
    expect((await selfCheck(kernels)) <= TOLERANCE).toBe(false);
    expect(kernels.count()).toBe(0);
  });
});

describe('chooseBackend', () => {
  const wrong = backendOf('webgpu', broken(faults['a max-pool gradient of zeros']!));
  const right = backendOf('cpu', createHostKernels('float32'));
  const throwing: Backend = {
    id: 'webgl',
    label: 'WebGL',
    open: () => Promise.reject(new Error('this browser has no WebGL 2')),
  };
  const software = backendOf('wasm', createHostKernels('float32'), {
    software: true,
    adapter: 'SwiftShader',
  });
  const complaining = backendOf('wasm', createHostKernels('float32'), {
    fault: () => 'the GPU device was lost: test',
  });

  it('passes over what is wrong, missing, drawn in software or complains, and says why', async () => {
    const list = [wrong, throwing, software, complaining, right];
    const { status } = await chooseBackend('auto', {}, list);
    expect(status).toMatchObject({ backend: 'cpu', label: 'cpu · test', selfCheckError: 0 });
    const reasons = status.passedOver.map(({ backend, reason }) => `${backend}: ${reason}`);
    expect(reasons).toEqual([
      expect.stringMatching(/^webgpu: failed the self-check: off by \d/),
      'webgl: this browser has no WebGL 2',
      'wasm: drawn in software here (SwiftShader), many times slower than WASM',
      'wasm: the GPU device was lost: test',
    ]);
  });

  it('takes software when asked for by name, and never a failed self-check', async () => {
    expect((await chooseBackend('wasm', {}, [software])).status.backend).toBe('wasm');
    await expect(chooseBackend('webgpu', {}, [wrong, right])).rejects.toMatchObject({
      code: 'no-backend',
      message: expect.stringMatching(/webgpu: failed the self-check.*choose "Automatic"/) as string,
    });
    await expect(chooseBackend('auto', {}, [wrong])).rejects.toMatchObject({ code: 'no-backend' });
  });

  it('names a self-check that ended in NaN', async () => {
    const nan = backendOf('cpu', broken(faults['a NaN in the first of many values']!));
    await expect(chooseBackend('auto', {}, [nan])).rejects.toThrow('off by NaN');
  });
});
