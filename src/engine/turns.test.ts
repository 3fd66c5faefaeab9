import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

it('calls run one after another, in the order in which they asked, whether they fail or not', async () => {
  const turns = createTurns(breathe);
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} begins`);
    await breathe();
    seen.push(`${name} ends`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const calls = ['a', 'b', 'c'].map((name) => turns.take(task(name)));
  expect(await Promise.allSettled(calls)).toMatchObject([
    { value: 'a' },
    { reason: new Error('b failed') },
    { value: 'c' },
  ]);
  expect(seen).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('a long call lets others in where it passes, and nowhere else', async () => {
  const turns = createTurns(breathe);
  const seen: string[] = [];
  const long = turns.take(async (pass) => {
    for (const piece of [1, 2, 3]) {
      seen.push(`long ${piece} begins`);
      await breathe();
      seen.push(`long ${piece} ends`);
      await pass();
    }
  });
  const short = turns.take(async () => {
    seen.push('short');
  });
  await Promise.all([long, short]);
  expect(seen.indexOf('short')).toBe(2); // after the first piece, before the second
  expect(seen).toHaveLength(7);
  expect(await turns.take(async () => 'free')).toBe('free');
});

it('a call that fails after it passed holds nobody up', async () => {
  const turns = createTurns(breathe);
  const failing = turns.take(async (pass) => {
    await pass();
    throw new Error('interrupted');
  });
  await expect(failing).rejects.toThrow('interrupted');
  expect(await turns.take(async () => 'free')).toBe('free');
});
