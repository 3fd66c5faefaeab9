import { describe, expect, it } from 'vitest';
import type { Picture } from './drawPixels.ts';
import { findTransform, transforms } from '../../transforms/index.ts';
import {
  addableChanges,
  addChange,
  addedChanges,
  moveSlider,
  removeChange,
  setChange,
  warpPicture,
  warpSliders,
  warpValue,
} from './warp.ts';

const slider = (label: string) => warpSliders.find((each) => each.option.label === label)!;

it('has the seven sliders of ever, and everything else to be added', () => {
  const labels = warpSliders.map((each) => each.option.label);
  expect(labels).toEqual(['Shift x', 'Shift y', 'Rotation', 'Scale', 'Shear', 'Noise', 'Wave']);
  const standing = new Set(warpSliders.map((each) => each.transform));
  const addable = addableChanges.flatMap((group) => group.transforms.map(({ id }) => id));
  expect([...standing, ...addable].sort()).toEqual(transforms.map(({ id }) => id).sort());
});

describe('moving a slider', () => {
  it('keeps the others, in the order of the list: what shifts acts after what turns', () => {
    const turned = moveSlider([], slider('Rotation'), 30);
    const both = moveSlider(turned, slider('Shift y'), 2);
    expect(both).toEqual([
      { id: 'rotation', options: { angle: 30 } },
      { id: 'shift', options: { y: 2 } },
    ]);
    expect(warpValue(both, slider('Rotation'))).toBe(30);
    expect(warpValue(both, slider('Shift x'))).toBe(0);
  });
  it('back to its default leaves nothing behind', () => {
    const turned = moveSlider([], slider('Rotation'), 30);
    expect(moveSlider(turned, slider('Rotation'), 0)).toEqual([]);
  });
});

describe('a change that is added', () => {
  const fog = findTransform('fog');
  const blur = findTransform('gaussian-blur');

  it('stands at its example, acts after the sliders, and after what was added before', () => {
    const turned = moveSlider([], slider('Rotation'), 30);
    const both = addChange(addChange(turned, fog), blur);
    expect(both.map(({ id }) => id)).toEqual(['rotation', 'fog', 'gaussian-blur']);
    expect(both[1]!.options).toEqual(fog.example);
    expect(addedChanges(both).map(({ transform }) => transform)).toEqual([fog, blur]);
    const moved = moveSlider(both, slider('Shift x'), 2);
    expect(moved.map(({ id }) => id)).toEqual(['rotation', 'shift', 'fog', 'gaussian-blur']);
  });
  it('changes one option at a time, stays at 0, and goes when it is removed', () => {
    const added = addChange(addChange([], fog), blur);
    const still = setChange(added, 'fog', 'strength', 0);
    expect(still[0]).toEqual({ id: 'fog', options: { ...fog.example, strength: 0 } });
    expect(still[1]).toEqual(added[1]);
    expect(removeChange(still, 'fog')).toEqual([added[1]]);
  });
});

describe('a warped picture', () => {
  const picture: Picture = { height: 1, width: 3, channels: 1, values: Uint8Array.of(0, 255, 0) };
  it('is the same numbers in [0, 1] while nothing is bent', () => {
    expect([...warpPicture(picture, []).values]).toEqual([0, 1, 0]);
  });
  it('moves by a whole pixel exactly', () => {
    const shifted = warpPicture(picture, moveSlider([], slider('Shift x'), 1));
    expect([...shifted.values].map((value) => Math.round(1e5 * value) / 1e5)).toEqual([0, 0, 1]);
  });
});
