// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LearningCurves } from './LearningCurves.tsx';
import type { CurveRun } from './learningCurves.ts';

vi.mock('./loadPlotly.ts', () => ({ loadPlotly: () => new Promise(() => {}) }));

const run: CurveRun = {
  id: 'a',
  name: 'calm-otter',
  colour: 0,
  hidden: false,
  state: 'finished',
  history: {
    step: [0, 10],
    trainLoss: [null, 0.5],
    trainAccuracy: [null, 0.9],
    testLoss: [2.3, 0.6],
    testAccuracy: [0.1, 0.875],
  },
};

let root: Root;
let page: HTMLElement;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
});
const show = (runs: CurveRun[]) => act(() => root.render(<LearningCurves runs={runs} />));
const click = (selector: string) => act(() => page.querySelector<HTMLElement>(selector)!.click());

it('says in words what it shows', () => {
  show([run]);
  const picture = page.querySelector('[role=img]')!;
  expect(picture.getAttribute('aria-label')).toContain('calm-otter 87.5 % at step 10');
  expect(page.textContent).toContain('solid: test · dashed: training');
});

it('keeps its numbers behind a disclosure', () => {
  show([run]);
  const button = page.querySelector('button[aria-expanded]')!;
  expect(button.textContent).toBe('Data');
  expect(page.querySelector('table')).toBeNull();
  click('button[aria-expanded]');
  expect(button.getAttribute('aria-expanded')).toBe('true');
  const cells = [...page.querySelectorAll('tbody tr:last-child td')].map(
    (cell) => cell.textContent,
  );
  expect(cells).toEqual(['calm-otter', '10', '87.5', '90.0', '0.6000', '0.5000']);
  expect(page.querySelector('tbody tr:first-child')!.textContent).toContain('–');
});

it('offers a logarithmic axis for the loss alone', () => {
  show([run]);
  expect(page.querySelector('[aria-label="Loss axis"]')).toBeNull();
  click('[aria-label="Metric"] label:last-child input');
  expect(page.querySelector('[aria-label="Loss axis"]')).not.toBeNull();
  expect(page.querySelector('section')!.getAttribute('aria-label')).toBe('Loss, nats');
});

it('invites to train while there is nothing to show', () => {
  show([]);
  expect(page.textContent).toContain('Train to see the curve grow here');
  show([{ ...run, hidden: true }]);
  expect(page.textContent).toContain('Every run is hidden');
  show([run]);
  expect(page.textContent).not.toContain('hidden');
});
