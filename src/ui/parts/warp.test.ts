import { describe, expect, it } from 'vitest';
import type { Picture } from './drawPixels.ts';
import { moveSlider, warpPicture, warpSliders, warpValue } from './warp.ts';

const slider = (label: string) => warpSliders.find((each) => each.option.label === label)!;

it('has a slider for each number of each transform', () => {
  const labels = warpSliders.map((each) => each.option.label);
  expect(labels.toSorted()).toEqual(
    ['Shift x', 'Shift y', 'Rotation', 'Scale', 'Shear', 'Noise', 'Wave'].toSorted(),
  );
});

describe('moving a slider', () => {
  it('keeps the others and the order of the list', () => {
    const turned = moveSlider([], slider('Rotation'), 30);
    const both = moveSlider(turned, slider('Shift y'), 2);
    expect(both).toEqual([
      { id: 'shift', options: { y: 2 } },
      { id: 'rotation', options: expect.anything() },
    ]);
    expect(warpValue(both, slider('Rotation'))).toBe(30);
    expect(warpValue(both, slider('Shift x'))).toBe(0);
  });
  it('back to its default leaves nothing behind', () => {
    const turned = moveSlider([], slider('Rotation'), 30);
    expect(moveSlider(turned, slider('Rotation'), 0)).toEqual([]);
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
