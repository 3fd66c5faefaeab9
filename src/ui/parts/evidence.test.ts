import { expect, it } from 'vitest';
import { chooseEvidence } from './evidence.ts';

const map = (label: string, ...values: number[]) => {
  return { label, height: 1, width: 2, values: Float32Array.from(values) };
};
const maps = [map('cat', 1, 2), map('dog', 5, 0.5), map('owl', -1, 0)];
const values = (choice: Parameters<typeof chooseEvidence>[1], shares: number[] | null) =>
  chooseEvidence(maps, choice, shares)?.map.values;

it('is that of the guess, of one class, or of the guess against the next', () => {
  const shares = [0.3, 0.6, 0.1];
  expect(values('guess', shares)).toBe(maps[1]!.values);
  expect(values(2, shares)).toBe(maps[2]!.values);
  expect([...values('versus', shares)!]).toEqual([4, -1.5]);
  expect(chooseEvidence(maps, 'versus', shares)!.text).toBe('for “dog” rather than “cat”');
});

it('waits for the guess, and needs two classes to weigh them', () => {
  expect(values('guess', null)).toBeUndefined();
  expect(values(0, null)).toBe(maps[0]!.values);
  expect(chooseEvidence([map('all', 1, 1)], 'versus', [1])).toBeNull();
});
