/** true where the three columns become three tabs. The same width is in the style sheets. */
import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(width < 720px)');

function subscribe(onChange: () => void): () => void {
  narrow.addEventListener('change', onChange);
  return () => narrow.removeEventListener('change', onChange);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
