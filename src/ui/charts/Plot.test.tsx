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
    validationLoss: [],
    validationAccuracy: [],
    testClassAccuracy: [
      [0, 0.2],
      [1, 0.75],
    ],
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
const show = (runs: CurveRun[], selectedId: string | null = null) =>
  act(() =>
    root.render(
      <LearningCurves runs={runs} selectedId={selectedId} classNames={['three', 'seven']} />,
    ),
  );
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

const choose = (name: string) => click(`[aria-label="Metric"] label:nth-child(${name}) input`);

it('offers a logarithmic axis for error and loss', () => {
  show([run]);
  const isLogarithmic = () =>
    page.querySelector<HTMLInputElement>('[aria-label="Axis"] label:last-child input')?.checked;
  expect(isLogarithmic()).toBeUndefined();
  choose('2');
  expect(isLogarithmic()).toBe(true);
  expect(page.querySelector('section')!.getAttribute('aria-label')).toBe('Error, %');
  choose('3');
  expect(isLogarithmic()).toBe(false);
  expect(page.querySelector('section')!.getAttribute('aria-label')).toBe('Loss, nats');
});

it('reads its points out to the arrow keys', () => {
  show([run]);
  const cursor = page.querySelector<HTMLInputElement>('[aria-label="Cursor of Accuracy, %"]')!;
  expect([cursor.min, cursor.max, cursor.value]).toEqual(['0', '1', '1']);
  expect(cursor.getAttribute('aria-valuetext')).toBe(
    'step 10; calm-otter 87.5 % · training 90.0 %',
  );
});

it('shows the classes of the selected run, the worst first', () => {
  show([run], 'a');
  choose('4');
  const rows = [...page.querySelectorAll('[aria-label="Classes, the worst first"] button')];
  expect(rows.map((row) => row.textContent)).toEqual(['seven75.0 %', 'three100.0 %']);
  expect(rows[0]!.getAttribute('aria-pressed')).toBe('true');
  act(() => (rows[0] as HTMLElement).click());
  expect(rows[0]!.getAttribute('aria-pressed')).toBe('false');
  show([run]);
  expect(page.textContent).toContain('Select a run');
});

it('invites to train while there is nothing to show', () => {
  show([]);
  expect(page.textContent).toContain('Train to see the curve grow here');
  show([{ ...run, hidden: true }]);
  expect(page.textContent).toContain('Every run is hidden');
  show([run]);
  expect(page.textContent).not.toContain('hidden');
});
