/** What every transform promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf, faultOf, type OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { applyTransforms, transforms } from './index.ts';
import type { ImageSize, Transform } from './transform.ts';

const sizes: ImageSize[] = [
  { height: 28, width: 28, channels: 1 },
  { height: 7, width: 12, channels: 3 },
  { height: 1, width: 1, channels: 1 },
];
const random = createRandom(3);
const draw = ({ height, width, channels }: ImageSize) =>
  random.stream('test/images').uniforms(2 * height * width * channels);

/** Each option at its minimum and at its maximum, the others at their defaults. */
function extremes(transform: Transform): OptionRecord[] {
  return Object.entries(transform.options).flatMap(([name, option]) => {
    if (option.kind !== 'number') throw new Error(`${transform.id}: ${name} is no slider`);
    return [{ [name]: option.min }, { [name]: option.max }];
  });
}

describe('the list of transforms', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'transform.ts'].includes(name))
      .map((name) => name.replace('.ts', ''));
    expect(transforms.map((each) => each.id).sort()).toEqual(files.sort());
  });

  it('shows the sliders by these names, in this order', () => {
    const labels = transforms.flatMap((each) => Object.values(each.options).map((o) => o.label));
    const expected = ['Shift x', 'Shift y', 'Rotation', 'Scale', 'Shear', 'Noise', 'Wave'];
    expect(labels).toEqual(expected);
  });

  it('has no id twice', () => {
    expect(new Set(transforms.map((each) => each.id)).size).toBe(transforms.length);
  });
});

describe.each(transforms.map((each) => [each.id, each] as const))('%s', (id, transform) => {
  it('says what it is and whence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [transform.label, transform.summary, transform.reference]) {
      expect(text.trim()).not.toBe('');
    }
  });

  it('has legal defaults', () => {
    for (const option of Object.values(transform.options)) {
      expect(faultOf(option, option.default)).toBeUndefined();
    }
  });

  it.each(sizes)('changes nothing at its defaults, $height × $width', (size) => {
    const images = draw(size);
    expect(applyTransforms(images, size, [{ id, options: {} }], random)).toEqual(images);
    // Also without the short cut that skips defaults.
    const options = defaultsOf(transform.options);
    const map = transform.inverse?.(options, size);
    if (map) expect(map(0.3, -0.7)).toEqual([0.3, -0.7]);
    const changed = images.slice();
    transform.change?.(changed, options, size, random.stream('test/change'));
    expect(changed).toEqual(images);
  });

  it.each(sizes)('stays in [0, 1] at its extremes, $height × $width', (size) => {
    for (const options of extremes(transform)) {
      const seen = applyTransforms(draw(size), size, [{ id, options }], random);
      expect(seen.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  it('gives the same twice and leaves its input alone', () => {
    const size = sizes[0]!;
    const images = draw(size);
    const choices = [{ id, options: extremes(transform)[1]! }];
    const first = applyTransforms(images, size, choices, random);
    expect(applyTransforms(images, size, choices, random)).toEqual(first);
    expect(first).not.toEqual(images);
    expect(images).toEqual(draw(size));
  });
});
