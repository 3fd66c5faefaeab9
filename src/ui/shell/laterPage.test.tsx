// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { laterPage } from './laterPage.tsx';

let host: HTMLElement;
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

const Guests = () => <main>42 guests</main>;

it('is loaded when it is first shown, and once', async () => {
  let loads = 0;
  const Page = laterPage('Guests', async () => (loads++, Guests));
  expect(loads).toBe(0);
  await act(async () => root.render(<Page />));
  expect(host.textContent).toBe('42 guests');
  await act(async () => root.render(<Page key="again" />));
  expect(host.textContent).toBe('42 guests');
  expect(loads).toBe(1);
});

it('says that it could not be loaded, and tries again', async () => {
  let isOnline = false;
  const Page = laterPage('Guests', async () => {
    if (!isOnline) throw new TypeError('Failed to fetch dynamically imported module');
    return Guests;
  });
  await act(async () => root.render(<Page />));
  expect(host.querySelector('[role=alert]')?.textContent).toContain('could not be loaded');
  isOnline = true;
  await act(async () => host.querySelector('button')!.click());
  expect(host.textContent).toBe('42 guests');
});
