/** Activations and first layers: which number of an array lands in which picture. */
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../core/options.ts';
import { activations } from './activations.ts';
import { firstLayer } from './firstLayer.ts';
import type { NamedArray, Subject } from './probe.ts';
import { channels, height, linearSubject, weights, width } from './testing.ts';

const counting = (name: string, shape: readonly number[], sign = 1): NamedArray => ({
  name,
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => sign * i),
});

function withoutFirstLayer(): Subject {
  const subject = { ...linearSubject() };
  delete (subject as { firstLayer?: NamedArray }).firstLayer;
  return subject;
}

describe('activations', () => {
  const layers = [
    counting('block', [1, 2, 3, 5]),
    counting('pixels', [height * width, 3], -1),
    counting('head', [1, 7]),
  ];
  const subject = linearSubject({ activations: async () => layers });
  const look = (options: Partial<ReturnType<typeof defaultsOf<typeof activations.options>>>) =>
    activations.look(subject, { ...defaultsOf(activations.options), ...options });

  it('are maps of a grid, maps over the plane of pixels, and one row of neither', async () => {
    const { groups } = await look({ order: 'layer' });
    expect(groups.map(({ label, total, signed }) => [label, total, signed])).toEqual([
      ['block', 5, false],
      ['pixels', 3, true],
      ['head', 1, false],
    ]);
    expect(groups[0]!.maps[1]).toEqual({
      ...{ label: '2', height: 2, width: 3 },
      values: Float32Array.from([1, 6, 11, 16, 21, 26]),
    });
    expect(groups[1]!.maps[2]).toMatchObject({ height, width });
    expect(groups[1]!.maps[2]!.values[5]).toBe(-(5 * 3 + 2));
    expect(groups[2]!.maps[0]).toMatchObject({ height: 1, width: 7, values: layers[2]!.values });
  });

  it('are cut to so many, the strongest first, and say how many there are', async () => {
    const { groups } = await look({ maps: 2 });
    expect(groups[0]).toMatchObject({ total: 5, maps: [{ label: '5' }, { label: '4' }] });
    expect(groups[1]).toMatchObject({ total: 3, maps: [{ label: '3' }, { label: '2' }] });
  });

  it('of another size than the plane are no pictures', async () => {
    const wrong = linearSubject({ activations: async () => [counting('odd', [5, 3])] });
    await expect(activations.look(wrong, defaultsOf(activations.options))).rejects.toThrow(
      '5 rows for 3 × 4 pixels',
    );
  });
});

describe('the first layer', () => {
  const defaults = defaultsOf(firstLayer.options);

  it('of weights on the whole image is an image for each unit', async () => {
    const { groups } = await firstLayer.look(linearSubject(), { ...defaults, channels: 'each' });
    const { maps, total } = groups[0]!;
    expect(total).toBe(2 * channels);
    const map = maps.find(({ label }) => label === '2, channel 1')!;
    expect(map).toMatchObject({ height, width });
    map.values.forEach((value, i) => expect(value).toBe(weights[i * channels * 2 + 1]));
  });

  it('of filters is a picture of each, of the mean of its channels', async () => {
    const filters = counting('filter', [2, 3, 2, 4]);
    const subject = linearSubject({ firstLayer: filters });
    const { groups } = await firstLayer.look(subject, { ...defaults, maps: 3 });
    const { maps, total } = groups[0]!;
    expect([maps.length, total]).toEqual([3, 4]);
    // Row 1, column 2, output 0: inputs 0 and 1 are numbers 40 and 44.
    expect(maps[0]).toMatchObject({ height: 2, width: 3 });
    expect(maps[0]!.values[5]).toBe(42);
  });

  it('of a model of pixels is its answer to white minus that to black, at each place', async () => {
    const rest = withoutFirstLayer();
    const subject = {
      ...rest,
      reads: 'pixels' as const,
      activations: async (image: Float32Array) => {
        const layer = counting('first', [height * width, 3]);
        const values = layer.values.map((value) => value * (image[0]! === 0 ? 1 : 3));
        return [{ ...layer, values }, counting('later', [1, 3])];
      },
    };
    const { groups, method } = await firstLayer.look(subject, defaults);
    expect(method).toContain('white pixel');
    expect(groups[0]).toMatchObject({ label: 'First layer', signed: true, total: 3 });
    expect(groups[0]!.maps[1]!.values[4]).toBe(2 * (4 * 3 + 1));
  });

  it('of a grid without such a parameter cannot be shown, in words', () => {
    const rest = withoutFirstLayer();
    expect(firstLayer.fault!(rest)).toContain('no picture; look at its activations');
    expect(firstLayer.fault!(linearSubject())).toBeUndefined();
  });
});
