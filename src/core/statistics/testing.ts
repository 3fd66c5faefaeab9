/** For the tests alone. */
import { createRandom } from '../random.ts';

/** |found − expected| / |expected|; 0 where both are 0. */
export function relativeError(found: number, expected: number): number {
  return found === expected ? 0 : Math.abs(found - expected) / Math.abs(expected);
}

/** Standard normal values of a stream that belongs to the test. */
export function drawNormals(name: string, count: number): number[] {
  return [...createRandom(2026).stream(`test/statistics/${name}`).normals(count)];
}
