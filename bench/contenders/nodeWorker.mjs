/** The worker's entry in Node: teaches it TypeScript, and `require` the modules of TensorFlow.js. */
import { register as registerRequire } from 'tsx/cjs/api';
import { register } from 'tsx/esm/api';

registerRequire();
register();
await import('./worker.ts');
