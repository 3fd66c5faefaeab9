import { describe, expect, it } from 'vitest';
import { choice, integer, number, toggle } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { drawRanges, rangedText } from './ranges.ts';

const system = {
  id: 'squeeze',
  label: 'Squeeze',
  summary: '',
  reference: '',
  options: {
    amount: number({ label: 'Amount', default: 0, min: -10, max: 10, unit: 'px' }),
    times: integer({ label: 'Times', default: 1, min: 1, max: 9 }),
    hard: toggle({ label: 'Hard', default: false }),
    way: choice({
      label: 'Way',
      default: 'in',
      choices: [
        { value: 'in', label: 'Inwards' },
        { value: 'out', label: 'Outwards' },
      ],
    }),
  },
};
const stream = createRandom(1).stream('test');
const draws = 4000;

describe('a drawn range', () => {
  it('is even between its ends', () => {
    const ranged = { id: 'squeeze', options: { amount: -2 }, to: { amount: 6 } };
    const drawn = Array.from({ length: draws }, (_, i) =>
      Number(drawRanges(ranged, system.options, () => stream.uniform(i)).options.amount),
    );
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(6);
    // Eight bins of 500: four standard deviations of a binomial are 84.
    for (let bin = -2; bin < 6; bin++) {
      const count = drawn.filter((value) => value >= bin && value < bin + 1).length;
      expect(Math.abs(count - draws / 8)).toBeLessThan(84);
    }
  });

  it('of whole numbers has both ends, as often as those between', () => {
    const ranged = { id: 'squeeze', options: { times: 2 }, to: { times: 5 } };
    const drawn = Array.from(
      { length: draws },
      (_, i) => drawRanges(ranged, system.options, () => stream.uniform(i)).options.times,
    );
    expect([...new Set(drawn)].sort()).toEqual([2, 3, 4, 5]);
    for (const value of [2, 3, 4, 5]) {
      const count = drawn.filter((each) => each === value).length;
      expect(Math.abs(count - draws / 4)).toBeLessThan(110);
    }
  });

  it('leaves the other options as they are, and asks for no more draws than it needs', () => {
    const asked: string[] = [];
    const ranged = {
      id: 'squeeze',
      options: { amount: 1, times: 3, hard: true },
      to: { amount: 3 },
    };
    const drawn = drawRanges(ranged, system.options, (name) => {
      asked.push(name);
      return 0.25;
    });
    expect(drawn).toEqual({ id: 'squeeze', options: { amount: 1.5, times: 3, hard: true } });
    expect(asked).toEqual(['amount']);
  });
});

describe('the words of a choice', () => {
  it('name what is not at its default', () => {
    const words = (options: object, to?: object) =>
      rangedText({ id: 'squeeze', options: { ...options }, ...(to && { to: { ...to } }) }, system);
    expect(words({})).toBe('Squeeze');
    expect(words({ amount: -3 }, { amount: 3 })).toBe('Squeeze (amount -3 to 3 px)');
    expect(words({ amount: 0, times: 2, hard: true, way: 'out' }, { times: 4 })).toBe(
      'Squeeze (times 2 to 4, hard on, way Outwards)',
    );
    const same = { ...system, label: 'Amount' };
    expect(rangedText({ id: 'squeeze', options: { amount: 2 } }, same)).toBe('Amount 2 px');
  });
});
