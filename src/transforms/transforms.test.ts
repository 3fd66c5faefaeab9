import { describe, expect, it } from 'vitest';
import fixture from '../core/fixtures/geometry.json' with { type: 'json' };
import type { OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { applyTransforms, findTransform } from './index.ts';

const random = createRandom(5);
const size = { height: 11, width: 15, channels: 1 };

/** Where the one bright pixel of an 11 × 15 image is: [right of the centre, below the centre]. */
function follow([right, down]: [number, number], id: string, options: OptionRecord) {
  const image = new Float32Array(11 * 15);
  image[(5 + down) * 15 + 7 + right] = 1;
  const seen = applyTransforms(image, size, [{ id, options }], random);
  const at = seen.indexOf(Math.max(...seen));
  return [(at % 15) - 7, Math.floor(at / 15) - 5];
}

describe('transforms', () => {
  it.each(fixture.cases.filter((each) => each.transform !== null))(
    '$transform $options agrees with SciPy and scikit-image on $height × $width',
    ({ transform, options, height, width, image, seen }) => {
      const values = Float32Array.from(image, (level) => level / 255);
      const choices = [{ id: transform!, options: options as unknown as OptionRecord }];
      const found = applyTransforms(values, { height, width, channels: 1 }, choices, random);
      found.forEach((value, pixel) => expect(Math.abs(value - seen[pixel]!)).toBeLessThan(1e-6));
    },
  );

  it.each([
    ['shift', { x: 3 }, [1, 0], [4, 0]],
    ['shift', { y: -2 }, [1, 0], [1, -2]],
    ['rotation', { angle: 90 }, [4, 0], [0, -4]],
    ['rotation', { angle: -90 }, [4, 0], [0, 4]],
    ['scale', { factor: 2 }, [2, 1], [4, 2]],
    ['scale', { factor: 0.5 }, [4, -2], [2, -1]],
    ['shear', { slant: 1 }, [0, -3], [3, -3]],
    ['wave', { amplitude: 0 }, [2, 2], [2, 2]],
  ] as const)('%s %o moves things where its help says', (id, options, from, to) => {
    expect(follow([...from], id, options)).toEqual([...to]);
  });

  it('waves rows by their height alone', () => {
    const tall = { height: 4, width: 9, channels: 1 };
    const column = new Float32Array(36);
    for (let row = 0; row < 4; row++) column[row * 9 + 4] = 1;
    const waved = applyTransforms(
      column,
      tall,
      [{ id: 'wave', options: { amplitude: 2 } }],
      random,
    );
    // Rows lie at y = ±¼ and ±¾, where sin(2π y) is ±1.
    const places = [0, 1, 2, 3].map((row) => waved.slice(row * 9, row * 9 + 9).indexOf(1));
    expect(places).toEqual([2, 6, 2, 6]);
  });

  it('shifts along the screen also when the image is turned', () => {
    const image = new Float32Array(11 * 15);
    image[5 * 15 + 9] = 1; // 2 right of the centre
    const choices = [
      { id: 'shift', options: { x: 3 } },
      { id: 'rotation', options: { angle: 90 } },
    ];
    const seen = applyTransforms(image, size, choices, random);
    expect(seen.indexOf(1)).toBe(3 * 15 + 10); // turned to 2 above, then 3 right
  });

  it('resamples once: a shift and its opposite lose nothing', () => {
    const image = random.stream('test/image').uniforms(11 * 15);
    const choices = [
      { id: 'shift', options: { x: 2.5 } },
      { id: 'shift', options: { x: -2.5 } },
    ];
    expect(applyTransforms(image, size, choices, random)).toEqual(image);
  });

  it('draws noise of the deviation asked for, another for each image', () => {
    const square = { height: 64, width: 64, channels: 1 };
    const grey = new Float32Array(2 * 4096).fill(0.5);
    const noisy = applyTransforms(
      grey,
      square,
      [{ id: 'noise', options: { deviation: 0.1 } }],
      random,
    );
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
    const variance = noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
    expect(noisy.slice(0, 4096)).not.toEqual(noisy.slice(4096));
  });

  it('names what it does not know', () => {
    expect(() => findTransform('blur')).toThrow('transform "blur"');
    const wrong = [{ id: 'noise', options: { deviation: 2 } }];
    expect(() => applyTransforms(new Float32Array(165), size, wrong, random)).toThrow('Noise = 2');
  });
});
