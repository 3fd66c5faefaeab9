import { expect, it } from 'vitest';
import { largest, shareText, verdictText } from './probabilities.ts';

it('finds the largest, the first of equals', () => {
  expect(largest([0.2, 0.4, 0.4])).toBe(1);
  expect(largest([])).toBe(-1);
});

it.each([
  [0, '0 %'],
  [0.004, '< 1 %'],
  [0.114, '11 %'],
  [0.996, '> 99 %'],
  [1, '100 %'],
  [NaN, '–'],
])('%d reads %s', (share, text) => expect(shareText(share)).toBe(text));

it('says what an image was taken for, or that the answer was right', () => {
  const image = { label: 1, classNames: ['cat', 'dog'] };
  expect(verdictText([0.64, 0.36], image)).toBe('taken for “cat”, 64 %');
  expect(verdictText([0.1, 0.9], image)).toBe('right');
});
