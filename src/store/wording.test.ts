import { expect, it } from 'vitest';
import { differsText, durationText, magnitudeText, percentText, progressText } from './wording.ts';

it('says durations in the two largest units', () => {
  expect(durationText(20_600)).toBe('21 s');
  expect(durationText(64_000)).toBe('1 m 04 s');
  expect(durationText(7_500_000)).toBe('2 h 05 m');
});

it('says where a run stands, and the time left only when the rate is known', () => {
  expect(progressText(412, 1000, 21)).toBe('step 412 of 1,000 · 21 steps/s · 28 s left');
  expect(progressText(0, 1000, null)).toBe('step 0 of 1,000');
  expect(progressText(1000, 1000, 21)).toBe('step 1,000 of 1,000');
  expect(progressText(0, 10, 0)).toBe('step 0 of 10');
});

it('says large numbers shortly', () => {
  expect(magnitudeText(950)).toBe('950');
  expect(magnitudeText(13_400_000)).toBe('13.4 M');
  expect(magnitudeText(999_990)).toBe('1 M');
  expect(magnitudeText(1_234_000_000)).toBe('1.23 G');
});

it('says shares in percent', () => {
  expect(percentText(0.94249)).toBe('94.2 %');
});

it('names what differs, three things at most', () => {
  expect(differsText([])).toBe('same settings');
  const change = (label: string) => ({ label, b: 'x' });
  expect(differsText([change('Encoding')])).toBe('differs in encoding: x');
  expect(differsText(['A', 'B', 'C', 'D', 'E'].map(change))).toBe(
    'differs in a: x; b: x; c: x; and 2 more',
  );
});
