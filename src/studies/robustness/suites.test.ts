import { describe, expect, it } from 'vitest';
import { plainViewing, readViewing } from '../../training/viewing.ts';
import { transforms } from '../../transforms/index.ts';
import { mnistCSuite, transformSuite } from './suites.ts';

describe('the suite of MNIST-C', () => {
  const { clean, corruptions } = mnistCSuite();

  it('has the names and the order of its files, after the images as they are', () => {
    expect(clean).toEqual({ id: 'identity', label: 'As it is', viewing: plainViewing });
    // mnist-c/corruptions.py, CORRUPTIONS without identity.
    expect(corruptions.map(({ id }) => id)).toEqual([
      ...['shot_noise', 'impulse_noise', 'glass_blur', 'motion_blur', 'shear', 'scale', 'rotate'],
      ...['brightness', 'translate', 'stripe', 'fog', 'spatter', 'dotted_line', 'zigzag'],
      'canny_edges',
    ]);
    expect(corruptions.map(({ label }) => label).slice(-2)).toEqual(['Zigzag', 'Canny edges']);
  });

  it('is one legal change each, with the seed and the sensor of its base and not its changes', () => {
    const sensor = { id: 'resolution', options: { side: 14 } };
    const changes = [{ id: 'noise', options: { deviation: 0.1 } }];
    const suite = mnistCSuite({ ...plainViewing, seed: 5, told: true, sensor, changes });
    for (const { viewing } of [...suite.corruptions, suite.clean]) {
      expect(viewing).toMatchObject({ seed: 5, told: true, sensor });
      expect(viewing.changes).not.toContain(changes[0]);
      expect(() => readViewing(viewing)).not.toThrow();
    }
    expect(suite.corruptions.every(({ viewing }) => viewing.changes.length === 1)).toBe(true);
    expect(suite.clean.viewing.changes).toEqual([]);
  });
});

it('the suite of all transforms has each at its example', () => {
  const { corruptions } = transformSuite();
  expect(corruptions.map(({ id, viewing }) => [id, viewing.changes])).toEqual(
    transforms.map(({ id, example }) => [id, [{ id, options: example }]]),
  );
});
