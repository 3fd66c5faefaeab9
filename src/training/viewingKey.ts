/** Tells viewings apart by what models see through them, not by how they were written down. */
import { findTransform } from '../transforms/index.ts';
import type { RangedChoice, Viewing } from './viewing.ts';

/** The same text for viewings under which every model sees the same. */
export function viewingKey({ changes, sensor, told, assumed, weighted, seed }: Viewing): string {
  const telling = told ? [weighted, assumed ?? null] : null;
  return JSON.stringify([changes.filter(doesSomething).map(inOrder), sensor, telling, seed]);
}

function doesSomething({ id, options, to = {} }: RangedChoice): boolean {
  const schema = Object.entries(findTransform(id).options);
  return schema.some(
    ([name, each]) => name in to || (options[name] ?? each.default) !== each.default,
  );
}

/** Options in the transform's own order, whoever wrote them down. */
function inOrder({ id, options, to = {} }: RangedChoice): unknown {
  const schema = Object.entries(findTransform(id).options);
  return [id, schema.map(([name, each]) => [options[name] ?? each.default, to[name] ?? null])];
}
