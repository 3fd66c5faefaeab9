import { expect, it } from 'vitest';
import { createNewestWins } from './newestWins.ts';

it('answers the first question and then only the newest', async () => {
  const answered: number[] = [];
  const ask = createNewestWins<number>(async (question) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    answered.push(question);
  });
  for (let position = 0; position < 10; position++) ask(position);
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(answered).toEqual([0, 9]);
  ask(10);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(answered).toEqual([0, 9, 10]);
});
