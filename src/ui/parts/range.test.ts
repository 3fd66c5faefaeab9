import { expect, it } from 'vitest';
import { amountText, placeOf, stepOf } from './range.ts';

it.each([
  [-180, 180, 1],
  [-14, 14, 0.1],
  [0, 1, 0.01],
  [0.25, 4, 0.01],
])('divides %d to %d into steps of %d', (min, max, step) => {
  expect(stepOf({ min, max, kind: 'number' })).toBe(step);
});
it('steps whole numbers by one', () => {
  expect(stepOf({ min: 0, max: 1024, kind: 'integer' })).toBe(1);
});

it.each([
  [30, '°', '30°'],
  [-0.30000000000000004, 'pixels', '−0.3 pixels'],
  [1.25, '×', '1.25×'],
  [0.5, undefined, '0.5'],
])('%d %s reads %s', (value, unit, text) => expect(amountText(value, unit)).toBe(text));

it('places a value on its slider, never beyond its ends', () => {
  expect(placeOf(0, { min: -1, max: 3 })).toBe(0.25);
  expect(placeOf(9, { min: -1, max: 3 })).toBe(1);
});
