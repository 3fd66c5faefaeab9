import { beforeEach, describe, expect, it } from 'vitest';
import { sensors } from '../sensors/index.ts';
import { readAugmentation } from '../training/augmentation.ts';
import { transforms } from '../transforms/index.ts';
import {
  addChange,
  augmentationText,
  chooseSensor,
  removeChange,
  samplesAugmented,
  setChange,
} from './augmentation.ts';
import { getLab, setLab } from './lab.ts';
import { createDefaultSpec } from './lists.ts';

const augmentation = () => getLab().draft.augmentation;

beforeEach(() => setLab({ draft: createDefaultSpec() }));

describe('the augmentation of the draft', () => {
  it.each(transforms)('takes $id up with a legal range that changes something', ({ id }) => {
    addChange(id);
    const read = readAugmentation(augmentation(), 'the test');
    expect(read!.changes).toHaveLength(1);
    expect(Object.keys(read!.changes[0]!.to ?? {}).length).toBeGreaterThan(0);
  });

  it.each(sensors)('is seen by $id with legal ranges', ({ id }) => {
    chooseSensor(id);
    expect(readAugmentation(augmentation(), 'the test')!.sensor!.id).toBe(id);
    chooseSensor(null);
    expect(augmentation()).toBeNull();
  });

  it('goes both ways from 0 where that is possible, else from the default', () => {
    addChange('rotation');
    addChange('noise');
    expect(augmentation()!.changes).toMatchObject([
      { options: { angle: -30 }, to: { angle: 30 } },
      { options: { deviation: 0 } },
    ]);
  });

  it('keeps its order, and is none without its last change', () => {
    addChange('noise');
    addChange('shift');
    addChange('rotation');
    setChange(1, { id: 'shift', options: { x: 2 } });
    removeChange(0);
    expect(augmentationText(augmentation())).toBe('Shift (shift x 2 pixels), Rotation -30 to 30 °');
    removeChange(1);
    removeChange(0);
    expect(augmentation()).toBeNull();
  });
});

it('samples are as a batch would see them, and none while an option is half typed', () => {
  const size = { height: 4, width: 4, channels: 1 };
  const samples = { count: 3, images: new Uint8Array(48).fill(200), labels: new Uint8Array(3) };
  const card = { ...size, samples } as Parameters<typeof samplesAugmented>[0];
  const shifted = (x: number) => ({ changes: [{ id: 'shift', options: { x } }], sensor: null });
  const draw = { most: 2, seed: 1, step: 0 };
  const seen = samplesAugmented(card, shifted(1), draw)!;
  expect(seen).toMatchObject({ ...size, count: 2 });
  expect([...seen.images.subarray(0, 4)].map((value) => Math.round(255 * value))).toEqual([
    ...[0, 200, 200, 200],
  ]);
  expect(samplesAugmented(card, shifted(1e9), draw)).toBeUndefined();
});
