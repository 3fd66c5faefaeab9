import { describe, expect, it, vi } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { createReadingSession, isOpenQuestion, type ReadingSurroundings } from './session.ts';

function session(around: Partial<ReadingSurroundings> = {}) {
  return createReadingSession({
    ...{ answers: {}, report: () => {}, signal: new AbortController().signal },
    ...{ now: () => 0, breathe: async () => {}, decodePicture: () => Promise.reject(new Error()) },
    ...around,
  });
}

const question = {
  id: 'colour',
  label: 'Colour',
  choices: [
    { value: 'grey', label: 'Grey' },
    { value: 'rgb', label: 'RGB' },
  ],
};

describe('a question', () => {
  it('is answered by the person, else by the suggestion', () => {
    expect(session({ answers: { colour: 'rgb' } }).reading.ask(question, 'grey')).toBe('rgb');
    expect(session({ answers: { other: 'rgb' } }).reading.ask(question, 'grey')).toBe('grey');
    expect(session({ answers: { colour: 'blue' } }).reading.ask(question, 'grey')).toBe('grey');
  });

  it('is kept with its answer, once', () => {
    const { reading, record } = session({ answers: { colour: 'rgb' } });
    reading.ask(question, null);
    reading.ask(question, 'grey');
    expect(record().questions).toEqual([{ ...question, answer: 'rgb' }]);
  });

  it('without answer or suggestion ends the reading, and is kept', () => {
    const { reading, record } = session({ answers: { colour: 'blue' } });
    expect(() => reading.ask(question, null)).toThrow(expect.toSatisfy(isOpenQuestion));
    expect(record().questions).toEqual([{ ...question, answer: null }]);
    expect(isOpenQuestion(new Error('another'))).toBe(false);
  });
});

describe('what a reading keeps', () => {
  it('counts all skipped files and names the first, the damaged ones first', () => {
    const { reading, record } = session();
    for (let index = 0; index < 500; index++) {
      reading.skip({ name: `i${index}`, reason: 'no picture', kind: 'ignored' });
      if (index % 5 === 0) reading.skip({ name: `d${index}`, reason: 'cut', kind: 'damaged' });
    }
    const { skipped, ignoredCount, damagedCount } = record();
    expect([ignoredCount, damagedCount, skipped.length]).toEqual([500, 100, 200]);
    expect(skipped[0]).toEqual({ name: 'd0', reason: 'cut', kind: 'damaged' });
    expect(skipped[100]!.name).toBe('i0');
  });

  it('says each remark once', () => {
    const { reading, record } = session();
    for (const text of ['One.', 'Two.', 'One.']) reading.remark(text);
    expect(record().remarks).toEqual(['One.', 'Two.']);
  });
});

describe('progress', () => {
  it('is told at most ten times a second, and whenever something new is done', async () => {
    let now = 0;
    const report = vi.fn();
    const { reading } = session({ now: () => now, report });
    for (; now < 1000; now += 5) await reading.progress(now, 1000, 'Reading');
    expect(report).toHaveBeenCalledTimes(10);
    await reading.progress(1, 2, 'Checking');
    expect(report).toHaveBeenLastCalledWith({ what: 'Checking', done: 1, of: 2, unit: 'images' });
    await reading.progress(3, 4, 'Unpacking', 'bytes');
    expect(report).toHaveBeenLastCalledWith({ what: 'Unpacking', done: 3, of: 4, unit: 'bytes' });
  });

  it('breathes between pieces of work, not within them', async () => {
    let now = 0;
    const breathe = vi.fn(async () => {});
    const { reading } = session({ now: () => now, breathe });
    for (; now < 1000; now++) await reading.progress(now, 1000, 'Reading');
    expect(breathe.mock.calls.length).toBeGreaterThan(50);
    expect(breathe.mock.calls.length).toBeLessThan(130);
  });

  it('rejects once it is cancelled, also where that came in with the breath', async () => {
    const ending = new AbortController();
    let now = 0;
    const breathe = async () => ending.abort();
    const { reading } = session({ now: () => (now += 100), breathe, signal: ending.signal });
    const fault: unknown = await reading.progress(1, 2, 'Reading').catch((error: unknown) => error);
    expect(codeOf(fault)).toBe('cancelled');
  });
});
