/** Something that happens at once when a button or key goes down, and again while it is held. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Hold {
  readonly isHeld: boolean;
  readonly begin: () => void;
  readonly end: () => void;
}

/** @param act what is done; it may change from one time to the next */
export function useHold(act: () => void, everyMs: number): Hold {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const newest = useRef(act);
  useEffect(() => {
    newest.current = act;
  });

  const end = useCallback(() => {
    clearInterval(timer.current);
    timer.current = undefined;
    setHeld(false);
  }, []);
  const begin = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = setInterval(() => newest.current(), everyMs);
    setHeld(true);
    newest.current();
  }, [everyMs]);

  useEffect(() => {
    // The button may go up elsewhere: on another window, or behind a message of the browser.
    const events = ['blur', 'pointerup', 'pointercancel'] as const;
    for (const name of events) window.addEventListener(name, end);
    document.addEventListener('visibilitychange', end);
    return () => {
      for (const name of events) window.removeEventListener(name, end);
      document.removeEventListener('visibilitychange', end);
      end();
    };
  }, [end]);
  return { isHeld, begin, end };
}
