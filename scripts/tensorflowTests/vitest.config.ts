/**
 * TensorFlow.js's own tests of the kernels that the lab replaces, run against the lab's:
 *
 *   npm run tensorflow-tests
 *
 * They come with the package. Where a test asks for something that the lab has not (integers,
 * dilations), the CPU backend's kernel answers; the counts say how often.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const tests = 'node_modules/@tensorflow/tfjs-core/dist/ops';
const names = [
  ...['abs', 'add', 'sub', 'arithmetic', 'binary_ops', 'square', 'sqrt', 'sin', 'cos', 'tanh'],
  ...['exp', 'log', 'floor', 'step', 'relu', 'sum', 'mean', 'max', 'softmax', 'log_softmax'],
  ...['log_sum_exp', 'transpose', 'concat', 'slice', 'slice1d', 'slice2d', 'slice3d', 'slice4d'],
  ...['mat_mul', 'conv1d', 'conv2d', 'conv2d_transpose', 'conv2d_separable', 'depthwise_conv2d'],
  ...['max_pool', 'gather', 'unsorted_segment_sum', 'fused/*'],
];
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  root: here('../..'),
  plugins: [
    {
      name: 'tests-on-the-labs-backend',
      enforce: 'pre',
      resolveId: (id) => (id.endsWith('/jasmine_util') ? here('jasmineUtil.ts') : null),
    },
  ],
  test: {
    globals: true,
    environment: 'node',
    include: names.map((name) => `${tests}/${name}_test.js`),
    exclude: [],
    setupFiles: [here('setup.ts')],
    server: { deps: { inline: [/@tensorflow/] } },
    maxWorkers: 2,
  },
});
