/** What every transform promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf, faultOf, type OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { applyTransforms, transforms } from './index.ts';
import { transformGroups, type ImageSize, type Transform } from './transform.ts';

const sizes: ImageSize[] = [
  { height: 28, width: 28, channels: 1 },
  { height: 32, width: 32, channels: 3 },
  { height: 7, width: 12, channels: 3 },
  { height: 12, width: 5, channels: 1 },
  { height: 1, width: 1, channels: 1 },
];
const random = createRandom(3);
const draw = ({ height, width, channels }: ImageSize) =>
  random.stream('test/images').uniforms(2 * height * width * channels);

/** The example with each option at each of its ends or values. */
function extremes({ options, example }: Transform): OptionRecord[] {
  return Object.entries(options).flatMap(([name, option]) => {
    if (option.kind === 'switch') return [false, true].map((on) => ({ ...example, [name]: on }));
    const values =
      option.kind === 'choice'
        ? option.choices.map((each) => each.value)
        : [option.min, option.max];
    return values.flatMap((value) => [{ [name]: value }, { ...example, [name]: value }]);
  });
}

describe('the list of transforms', () => {
  it('holds the folder', () => {
    const others = ['index.ts', 'transform.ts', 'mnistC.ts'];
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !others.includes(name))
      .map((name) => name.replace('.ts', '').replace(/[A-Z]/g, (at) => `-${at.toLowerCase()}`));
    expect(transforms.map((each) => each.id).sort()).toEqual(files.sort());
    expect(transforms).toHaveLength(27);
  });

  it('names no two transforms alike', () => {
    for (const names of [transforms.map((each) => each.id), transforms.map((each) => each.label)]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has something in each group', () => {
    const used = new Set(transforms.map((each) => each.group));
    expect([...used].sort()).toEqual(transformGroups.map((each) => each.id).sort());
  });
});

describe.each(transforms.map((each) => [each.id, each] as const))('%s', (id, transform) => {
  it('says what it is and whence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [transform.label, transform.summary, transform.reference]) {
      expect(text.trim()).not.toBe('');
    }
    for (const option of Object.values(transform.options)) {
      expect(option.help).toMatch(/\.$/);
    }
  });

  it('names no two options alike, and the first, its strength, after itself', () => {
    const labels = Object.values(transform.options).map((option) => option.label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels[0]).toContain(transform.label);
  });

  it('is either geometric or a change of values', () => {
    expect([transform.inverse, transform.change].filter(Boolean)).toHaveLength(1);
  });

  it('has legal defaults and a legal example', () => {
    for (const option of Object.values(transform.options)) {
      expect(faultOf(option, option.default)).toBeUndefined();
    }
    for (const [name, value] of Object.entries(transform.example)) {
      expect(faultOf(transform.options[name]!, value)).toBeUndefined();
    }
  });

  it.each(sizes)('changes nothing at its defaults, $height × $width × $channels', (size) => {
    const images = draw(size);
    expect(applyTransforms(images, size, [{ id, options: {} }], random)).toEqual(images);
    // Also without the short cut that skips defaults.
    const options = defaultsOf(transform.options);
    const stream = random.stream('test/change');
    const map = transform.inverse?.(options, size, stream);
    if (map) expect(map(0.3, -0.7)).toEqual([0.3, -0.7]);
    const image = images.slice(0, images.length / 2);
    const changed = image.slice();
    transform.change?.(options, size, stream)(changed, stream);
    expect(changed).toEqual(image);
  });

  it.each(sizes)('stays in [0, 1] at its extremes, $height × $width × $channels', (size) => {
    for (const options of extremes(transform)) {
      for (const images of [draw(size), draw(size).fill(0), draw(size).fill(1)]) {
        const seen = applyTransforms(images, size, [{ id, options }], random);
        expect(seen.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
    }
  });

  it.each(sizes.slice(0, 2))('gives the same twice, leaves its input alone, $channels', (size) => {
    const images = draw(size);
    const choices = [{ id, options: transform.example }];
    const first = applyTransforms(images, size, choices, random);
    expect(applyTransforms(images, size, choices, random)).toEqual(first);
    expect(first).not.toEqual(images);
    expect(images).toEqual(draw(size));
  });

  it('draws for an image by its number and the seed alone', () => {
    const size = sizes[0]!;
    const images = draw(size);
    const half = images.length / 2;
    for (const options of extremes(transform)) {
      const choices = [{ id, options }];
      const both = applyTransforms(images, size, choices, random);
      const first = applyTransforms(images.slice(0, half), size, choices, random);
      expect(both.slice(0, half)).toEqual(first);
    }
  });

  it.each(Object.keys(transform.options))('refuses %s outside its range, by name', (name) => {
    const option = transform.options[name]!;
    const wrong = 'max' in option ? [option.max + 1, option.min - 1, NaN] : ['sideways'];
    for (const value of wrong) {
      const apply = () =>
        applyTransforms(draw(sizes[0]!), sizes[0]!, [{ id, options: { [name]: value } }], random);
      expect(apply).toThrow(`${option.label} = `);
      expect(apply).toThrow(expect.objectContaining({ code: 'illegal-option' }));
    }
  });
});
