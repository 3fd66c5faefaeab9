import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellAfterKey,
  cellText,
  confusionTable,
  countAt,
  countConfusion,
  imagesBehind,
  rightOf,
  shareAt,
  worstOf,
} from './confusion.ts';

const labels = Uint8Array.from([0, 0, 0, 1, 1, 2, 2]);
const guesses = Uint8Array.from([0, 1, 1, 1, 0, 2, 255]);
const counted = countConfusion(labels, guesses, 3);
const names = ['cat', 'dog', 'owl'];

describe('counts', () => {
  it('have a row for each true class and a column for each guess', () => {
    expect([...counted.counts]).toEqual([1, 2, 0, 1, 1, 0, 0, 0, 1]);
    expect([...counted.totals]).toEqual([3, 2, 1]);
    expect(counted.unanswered).toBe(1);
    expect(shareAt(counted, { row: 0, column: 1 })).toBeCloseTo(2 / 3, 9);
    expect(worstOf(counted)).toEqual({ row: 0, column: 1 });
  });

  it('agree with a count of each pair by hand, and their diagonal with the accuracy', () => {
    const pairs = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(pairs, (images) => {
        const truth = Uint8Array.from(images, ([label]) => label);
        const answer = Uint8Array.from(images, ([, guess]) => guess);
        const confusion = countConfusion(truth, answer, 7);
        const right = images.filter(([label, guess]) => label === guess).length;
        expect(rightOf(confusion)).toEqual({ right, all: images.length });
        for (let row = 0; row < 7; row++) {
          for (let column = 0; column < 7; column++) {
            const behind = imagesBehind(truth, answer, { row, column });
            expect(behind).toHaveLength(countAt(confusion, { row, column }));
            for (const place of behind) expect(images[place]).toEqual([row, column]);
          }
        }
      }),
    );
  });

  it('have no worst error where all is right', () => {
    expect(worstOf(countConfusion(labels, labels, 3))).toBeNull();
  });

  it('of a hundred classes sum to the images', () => {
    const truth = Uint8Array.from({ length: 1000 }, (_, image) => image % 100);
    const { counts } = countConfusion(truth, truth.toReversed(), 100);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(1000);
  });
});

it('a cell in words', () => {
  expect(cellText(counted, { row: 0, column: 1 }, names)).toBe(
    '“cat” taken for “dog”: 2 of 3, 66.7 %',
  );
  expect(cellText(counted, { row: 2, column: 2 }, names)).toBe('“owl” recognised: 1 of 1, 100.0 %');
});

it('keys lead from cell to cell and not off the edge', () => {
  const from = { row: 1, column: 0 };
  expect(cellAfterKey('ArrowDown', from, 3)).toEqual({ row: 2, column: 0 });
  expect(cellAfterKey('ArrowLeft', from, 3)).toEqual(from);
  expect(cellAfterKey('End', from, 3)).toEqual({ row: 1, column: 2 });
  expect(cellAfterKey('PageUp', from, 3)).toEqual({ row: 0, column: 0 });
  expect(cellAfterKey('x', from, 3)).toEqual(from);
});

it('the table has the counts and each row’s sum', () => {
  const { columns, rows } = confusionTable(counted, names);
  expect(columns).toEqual(['true \\ guess', 'cat', 'dog', 'owl', 'all']);
  expect(rows[0]).toEqual(['cat', 1, 2, 0, 3]);
  for (const row of rows) {
    const sum = row.slice(1, -1).reduce<number>((total, count) => total + Number(count), 0);
    expect(sum).toBe(row.at(-1));
  }
});
