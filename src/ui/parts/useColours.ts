/**
 * The tokens' colours for what cannot use CSS variables: canvases and charts. Follows the theme,
 * whether chosen on the page (`data-theme` of the root) or by the system.
 */
import { useSyncExternalStore } from 'react';

export interface Colours {
  readonly paper: string;
  readonly card: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly edge: string;
  readonly accent: string;
  readonly bad: string;
  readonly pictureGround: string;
  readonly pictureInk: string;
  readonly runs: readonly string[];
  readonly font: string;
}

/** Run colours there are; a run's colour is its number modulo this. */
export const runColourCount = 6;

/** For style props: `var(--run-2)`. */
export const runColour = (colour: number): string => `var(--run-${colour % runColourCount})`;

/** Used where no style sheet is loaded (tests), so that drawing never meets an empty colour. */
const fallback = { ground: '#ffffff', ink: '#1c1e24' };

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise = fallback.ink) =>
    style.getPropertyValue(`--${name}`).trim() || otherwise;
  return {
    paper: read('paper', fallback.ground),
    card: read('card', fallback.ground),
    ink: read('ink'),
    soft: read('soft'),
    line: read('line'),
    edge: read('edge'),
    accent: read('accent'),
    bad: read('bad'),
    pictureGround: read('picture-ground', fallback.ground),
    pictureInk: read('picture-ink'),
    runs: Array.from({ length: runColourCount }, (_, run) => read(`run-${run}`)),
    font: read('font', 'sans-serif'),
  };
}

let current: Colours | undefined;
const listeners = new Set<() => void>();
let stopWatching: (() => void) | undefined;

function refresh(): void {
  const next = readColours();
  if (JSON.stringify(next) === JSON.stringify(current)) return;
  current = next;
  for (const listener of listeners) listener();
}

function watch(): () => void {
  const observer = new MutationObserver(refresh);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
  const system = window.matchMedia?.('(prefers-color-scheme: dark)');
  system?.addEventListener('change', refresh);
  refresh(); // the theme may have changed while nobody listened
  return () => {
    observer.disconnect();
    system?.removeEventListener('change', refresh);
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stopWatching ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = undefined;
  };
}

const snapshot = (): Colours => (current ??= readColours());

export function useColours(): Colours {
  return useSyncExternalStore(subscribe, snapshot);
}
