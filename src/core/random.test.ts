import { describe, expect, it } from 'vitest';
import { createRandom, philox } from './random.ts';

const hex = (words: Uint32Array) =>
  Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');
const ones = 0xffffffff;

describe('philox', () => {
  it('gives the known answers of Random123, philox4x32-10', () => {
    expect(hex(philox([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    expect(hex(philox([ones, ones, ones, ones], [ones, ones]))).toBe(
      '408f276d 41c83b0e a20bc7c6 6d5451fd',
    );
    const digitsOfPi = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as const;
    expect(hex(philox([...digitsOfPi], [0xa4093822, 0x299f31d0]))).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    );
  });
});

describe('a stream', () => {
  const stream = createRandom(1).stream('test/golden');
  const first = (count: number, { bits } = stream) =>
    Array.from({ length: count }, (_, index) => bits(index));

  it('is frozen: results of years ago start from these numbers', () => {
    expect(hex(Uint32Array.from(first(6)))).toBe(
      '907ae341 02fdd445 49e60979 743fb094 63249fea 52a684fa',
    );
    expect([...stream.uniforms(3, -1, 1)]).toEqual([
      0.12875023484230042, -0.9766287207603455, -0.42266732454299927,
    ]);
    expect([...stream.normals(3, 2)]).toEqual([
      2.13346266746521, -3.022531509399414, -1.217433214187622,
    ]);
    expect([...stream.permutation(8)]).toEqual([3, 2, 0, 4, 7, 6, 1, 5]);
  });

  it('is addressed by index, in any order, far and near', () => {
    const far = [0, 1, 5, 4, 2 ** 20 + 3, 2 ** 34 + 1, 2 ** 34 + 2];
    const there = far.map((index) => stream.bits(index));
    const back = [...far].reverse().map((index) => stream.bits(index));
    expect(back.reverse()).toEqual(there);
    expect(new Set(there).size).toBe(far.length);
    expect(stream.bits(2 ** 34)).not.toBe(stream.bits(0)); // beyond 32 bits of the counter
    expect(stream.uniforms(9).subarray(0, 5)).toEqual(stream.uniforms(5));
    expect(stream.normals(9).subarray(0, 5)).toEqual(stream.normals(5));
    expect(stream.normals(9)[7]).toBe(stream.normal(7));
  });

  it('changes altogether with its name, its seed, and nothing else', () => {
    const neighbours = [
      createRandom(2).stream('test/golden'),
      createRandom(1 + 2 ** 31).stream('test/golden'),
      createRandom(1).stream('test/golden/'),
      createRandom(1).stream('test/goldeo'),
      createRandom(1).stream('init/0/weight'),
      createRandom(1).stream('init/1/weight'),
    ];
    const all = [stream, ...neighbours].map((each) => first(256, each));
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        // Of 32 × 256 bits about half differ: 4096 ± 45.
        let differing = 0;
        a.forEach((word, at) => {
          for (let bits = word ^ b[at]!; bits !== 0; bits &= bits - 1) differing++;
        });
        expect(Math.abs(differing - 4096)).toBeLessThan(6 * 45);
      }
    }
    expect(first(256, createRandom(1).stream('test/golden'))).toEqual(all[0]);
  });

  it('draws uniforms and whole numbers evenly within their range', () => {
    const count = 40_000;
    const bins = new Array<number>(10).fill(0);
    for (let index = 0; index < count; index++) {
      const value = stream.uniform(index);
      if (!(value >= 0 && value < 1)) expect.fail(`draw ${index} is ${value}`);
      bins[stream.integer(index, 10)]!++;
    }
    // χ² of 9 degrees of freedom stays under 27.9 in 999 of 1,000 streams.
    const fair = count / 10;
    expect(bins.reduce((sum, found) => sum + (found - fair) ** 2 / fair, 0)).toBeLessThan(27.9);
    const [low, high] = [-3, 5];
    const spread = stream.uniforms(count, low, high);
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...spread)).toBeLessThanOrEqual(high);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(7.99);
  });

  it('draws normals with the moments of a normal, as float32', () => {
    const count = 100_000;
    const draws = stream.normals(count);
    const moment = (power: number) => draws.reduce((sum, value) => sum + value ** power, 0) / count;
    // Four standard errors each: √(1, 2, 15, 96 / count).
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
    expect(draws.every(Number.isFinite)).toBe(true);
    expect(Math.fround(stream.normal(3))).toBe(stream.normal(3));
  });

  it('scales normals by their deviation', () => {
    expect([...stream.normals(4, 4)]).toEqual([...stream.normals(4)].map((value) => 4 * value));
  });

  it('permutes: every entry once, every order about as often', () => {
    for (const count of [0, 1, 2, 33, 1000]) {
      const sorted = [...stream.permutation(count)].sort((a, b) => a - b);
      expect(sorted).toEqual(Array.from({ length: count }, (_, i) => i));
    }
    const seen = new Map<string, number>();
    const draws = 4800;
    for (let i = 0; i < draws; i++) {
      const order = createRandom(i).stream('test/permutation').permutation(4).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    const fair = draws / 24;
    const distance = [...seen.values()].reduce((sum, n) => sum + (n - fair) ** 2 / fair, 0);
    expect(distance).toBeLessThan(49.7); // χ², 23 degrees of freedom, 999 of 1,000
  });
});
