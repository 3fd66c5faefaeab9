/**
 * The six sliders that the lab began with: what they show is for ever the same to the last bit.
 * fixtures/sixSliders.json was written by the code of before there were others.
 */
import { expect, it } from 'vitest';
import { sha256Of } from '../core/hash.ts';
import { createRandom } from '../core/random.ts';
import fixture from './fixtures/sixSliders.json' with { type: 'json' };
import { applyTransforms, transforms } from './index.ts';

type Levels = Readonly<Record<string, number | undefined>>;

/** Choices in the list's order, from values by the option's label. */
function choicesOf(levels: Levels) {
  return transforms.flatMap(({ id, options }) => {
    const moved = Object.entries(options).flatMap(([name, { label }]) => {
      const value = levels[label];
      return value === undefined ? [] : [[name, value] as const];
    });
    return moved.length > 0 ? [{ id, options: Object.fromEntries(moved) }] : [];
  });
}

it.each(fixture)('$at on $height × $width × $channels', async (each) => {
  const values = createRandom(11)
    .stream(each.stream)
    .uniforms(each.height * each.width * each.channels);
  const seen = applyTransforms(values, each, choicesOf(each.at), createRandom(4));
  expect(await sha256Of([new Uint8Array(seen.buffer)])).toBe(each.sha256);
});
