import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf, faultOf, type OptionRecord } from '../../core/options.ts';
import fixture from '../fixtures/descent.json' with { type: 'json' };
import { findSchedule, schedules } from './index.ts';
import type { Schedule } from './schedule.ts';

const sharesOf = (id: string, steps: number, options: OptionRecord) =>
  Array.from({ length: steps }, (_, step) => findSchedule(id).share(step, steps, options));

function expectShares(found: number[], expected: number[]) {
  expect(found.length).toBe(expected.length);
  found.forEach((share, step) => expect(Math.abs(share - expected[step]!)).toBeLessThan(1e-12));
}

describe('the list of schedules', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'schedule.ts'].includes(name))
      .map((name) =>
        name.replace('.ts', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
    expect(schedules.map((each) => each.id as string).sort()).toEqual(files.sort());
  });

  it('names what it does not know', () => {
    expect(() => findSchedule('linear')).toThrow('schedule "linear"');
  });
});

describe.each(schedules.map((each) => [each.id, each as Schedule] as const))(
  '%s',
  (id, schedule) => {
    it('says what it is and whence, with legal defaults', () => {
      for (const text of [schedule.label, schedule.summary, schedule.reference]) {
        expect(text.trim()).not.toBe('');
      }
      for (const option of Object.values(schedule.options)) {
        expect(faultOf(option, option.default)).toBeUndefined();
      }
    });

    it('is a share of the peak at every step of runs of any length, the peak nearly reached', () => {
      const defaults = defaultsOf(schedule.options);
      const ends = Object.entries(schedule.options).flatMap(([name, option]) =>
        option.kind === 'number' ? [{ [name]: option.min }, { [name]: option.max }] : [],
      );
      for (const options of [defaults, ...ends]) {
        for (const steps of [1, 2, 3, 10, 100, 1000]) {
          const shares = sharesOf(id, steps, options);
          const legal = shares.every((share) => share > 0 && share <= 1);
          expect([steps, options, legal]).toEqual([steps, options, true]);
          if (steps >= 100) expect(Math.max(...shares)).toBeGreaterThan(0.9);
        }
      }
      expect(sharesOf(id, 1, defaults)).toEqual([1]); // a single step is taken whole
    });
  },
);

describe('one cycle', () => {
  it.each(fixture.oneCycle)(
    'gives the rates of PyTorch’s OneCycleLR: $steps steps, warm-up $warmUp',
    ({ steps, warmUp, shares }) => expectShares(sharesOf('one-cycle', steps, { warmUp }), shares),
  );

  it('rises to one peak and falls to nearly nothing', () => {
    const shares = sharesOf('one-cycle', 100, { warmUp: 0.3 });
    const peak = shares.indexOf(Math.max(...shares));
    expect(peak).toBe(29);
    expect(shares[peak]).toBe(1);
    expect(shares[0]).toBeCloseTo(1 / 25, 12);
    expect(shares.at(-1)).toBeCloseTo(1 / 250_000, 12);
    shares.slice(1).forEach((share, i) => {
      expect(Math.sign(share - shares[i]!)).toBe(i < peak ? 1 : -1);
    });
  });
});

describe('cosine', () => {
  it.each(fixture.cosine)(
    'gives the rates of PyTorch’s CosineAnnealingLR: $steps steps',
    ({ steps, shares }) => expectShares(sharesOf('cosine', steps, {}), shares),
  );
});

describe('constant', () => {
  it('never changes', () => {
    expect(new Set(sharesOf('constant', 50, {}))).toEqual(new Set([1]));
  });
});
