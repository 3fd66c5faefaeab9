import { expect, it } from 'vitest';
import { createLabState, type RunRecord } from '../../../store/lab.ts';
import { changesSince } from './changes.ts';
import { placeBeside, type Box } from './place.ts';
import { tourSteps } from './steps.ts';

const before = createLabState();

it('says what is different since it began', () => {
  expect(changesSince(before, before)).toEqual({ texts: [], canPutBack: false });
  const run = { id: 'a', name: 'calm-otter' } as RunRecord;
  const now = {
    ...before,
    runs: [run],
    draft: { ...before.draft, steps: 100 },
    warp: { ...before.warp, choices: [{ id: 'rotation', options: { angle: 30 } }] },
  };
  expect(changesSince(before, now)).toEqual({
    texts: [
      'New in the list: calm-otter.',
      'Changed in the set-up: steps 100.',
      'The test image is bent.',
    ],
    canPutBack: true,
  });
  expect(changesSince(before, { ...before, runs: [run] }).canPutBack).toBe(false);
});

it('is short, and begins with nothing done that it asks for', () => {
  expect(tourSteps.length).toBeGreaterThanOrEqual(6);
  expect(tourSteps.length).toBeLessThanOrEqual(8);
  const open = { ...before, draft: { ...before.draft, dataset: { id: 'where', options: {} } } };
  const [dataset] = tourSteps;
  expect(dataset!.task!.isDone(open, open)).toBe(false);
  for (const { title, task } of tourSteps.slice(2)) {
    if (task) expect(task.isDone(before, before), title).toBe(false);
  }
});

const card = { width: 336, height: 200 };
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const overlaps = (target: Box, { left, top }: { left: number; top: number }) =>
  left < target.left + target.width &&
  left + card.width > target.left &&
  top < target.top + target.height &&
  top + card.height > target.top;

it.each([
  ['the set-up on the left', { left: 18, top: 84, width: 264, height: 34 }, wide],
  ['the runs on the right', { left: 1152, top: 52, width: 288, height: 848 }, wide],
  ['a card in the middle', { left: 320, top: 140, width: 500, height: 420 }, wide],
  ['the main button of a phone', { left: 12, top: 780, width: 118, height: 44 }, phone],
  ['a picker on a phone', { left: 12, top: 140, width: 366, height: 44 }, phone],
  ['curves on a phone', { left: 12, top: 100, width: 366, height: 320 }, phone],
] as const)('stands beside %s and inside the window', (_, target, window) => {
  const place = placeBeside(target, card, window);
  expect(overlaps(target, place)).toBe(false);
  expect(place.left).toBeGreaterThanOrEqual(14);
  expect(place.left + card.width).toBeLessThanOrEqual(window.width - 14);
  expect(place.top).toBeGreaterThanOrEqual(14);
  expect(place.top + card.height).toBeLessThanOrEqual(window.height - 14);
});

it('takes a corner where a target fills the window', () => {
  const place = placeBeside({ left: 0, top: 0, width: 390, height: 844 }, card, phone);
  expect(place).toEqual({ left: 390 - 336 - 14, top: 844 - 200 - 14 });
});
