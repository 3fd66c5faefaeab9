/** What TensorFlow.js's tests import from their own jasmine_util, on one backend and under Vitest. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { BACKEND } from './backend.ts';

interface TestEnvironment {
  readonly name: string;
  readonly backendName: string;
  readonly isDataSync: boolean;
}

interface Constraints {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly predicate?: (environment: TestEnvironment) => boolean;
}

const environment = { name: BACKEND, backendName: BACKEND, isDataSync: true };

export const NODE_ENVS: Constraints = { predicate: () => true };
export const CHROME_ENVS: Constraints = { flags: { IS_CHROME: true } };
export const BROWSER_ENVS: Constraints = { predicate: () => false };
export const SYNC_BACKEND_ENVS: Constraints = { predicate: ({ isDataSync }) => isDataSync };
export const HAS_WORKER: Constraints = { predicate: () => false };
export const HAS_NODE_WORKER: Constraints = { predicate: () => true };
export const ALL_ENVS: Constraints = {};

const fits = ({ flags = {}, predicate = () => true }: Constraints): boolean =>
  predicate(environment) &&
  Object.entries(flags).every(([name, value]) => tf.env().get(name) === value);

export function describeWithFlags(
  name: string,
  constraints: Constraints,
  tests: (environment: TestEnvironment) => void,
): void {
  if (!fits(constraints)) return;
  describe(name, () => {
    beforeAll(async () => {
      tf.env().set('IS_TEST', true);
      await tf.setBackend(BACKEND);
    });
    beforeEach(() => tf.engine().startScope());
    afterEach(() => {
      tf.engine().endScope();
      tf.engine().disposeVariables();
    });
    tests(environment);
  });
}
