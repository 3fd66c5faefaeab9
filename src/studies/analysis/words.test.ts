import { expect, it } from 'vitest';
import { durationText, numberText, pointsFigure, probabilityText, rangeText } from './words.ts';

it('never rounds a p over the threshold', () => {
  expect(probabilityText(0.0496)).toBe('p = .0496');
  expect(probabilityText(0.04996)).toBe('p = .0500');
  expect(probabilityText(0.0503)).toBe('p = .050');
  expect(probabilityText(0.012)).toBe('p = .012');
  expect(probabilityText(0.0004)).toBe('p < .001');
  expect(probabilityText(1)).toBe('p = 1');
  expect(probabilityText(0.9994)).toBe('p = .999');
});

it('writes a true minus, and none before zero', () => {
  expect(pointsFigure(-0.0123)).toBe('−1.2');
  expect(pointsFigure(-0.0001)).toBe('0.0');
  expect(numberText(-1200.5)).toBe('−1,200.5');
  expect(numberText(1e-8)).toBe('1e-8');
});

it('keeps the ends of a narrow interval apart', () => {
  expect(rangeText({ low: 0.913, high: 0.935 })).toBe('91.3–93.5 %');
  expect(rangeText({ low: 0.9131, high: 0.9139 })).toBe('91.31–91.39 %');
});

it('tells durations in the two largest units', () => {
  expect(durationText(12)).toBe('12 ms');
  expect(durationText(4100)).toBe('4.1 s');
  expect(durationText(59_970)).toBe('1 min');
  expect(durationText(200_000)).toBe('3 min 20 s');
  expect(durationText(7_500_000)).toBe('2 h 5 min');
  expect(durationText(3_599_600)).toBe('1 h');
});
