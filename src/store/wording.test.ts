import { expect, it } from 'vitest';
import {
  bytesText,
  differsText,
  durationText,
  magnitudeText,
  percentText,
  progressText,
} from './wording.ts';

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

it('bytes have two figures at least and three at most', () => {
  const texts = [0, 1, 999, 1000, 7843, 9960, 26_421_880, 999_400, 999_600, 1_234_000_000];
  expect(texts.map(bytesText)).toEqual([
    ...['0 bytes', '1 byte', '999 bytes', '1.0 kB', '7.8 kB'],
    ...['10 kB', '26 MB', '999 kB', '1.0 MB', '1.2 GB'],
  ]);
});
