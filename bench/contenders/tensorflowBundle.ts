/** Where bundleTensorflow.ts writes TensorFlow.js for Node, and workers find it. */
import { fileURLToPath } from 'node:url';

const folder = new URL('../../node_modules/.cache/coordinet-bench/tensorflow/', import.meta.url);
export const bundleFolder = fileURLToPath(folder);
export const tensorflowBundle = fileURLToPath(new URL('tensorflow.cjs', folder));
