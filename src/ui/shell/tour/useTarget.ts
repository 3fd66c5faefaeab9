/** Follows an element: where it is now, while the page scrolls, grows or changes. */
import { useEffect, useState } from 'react';
import type { Box } from './place.ts';

/** Often enough to stay with what moves; elements do not tell when they do. */
const LOOK_EVERY_MS = 150;

const same = (a: Box | null, b: Box | null) =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.left === b.left &&
    a.top === b.top &&
    a.width === b.width &&
    a.height === b.height);

export function useTarget(find: () => Element | null): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    let followed: Element | null = null;
    const look = () => {
      const element = find();
      if (element !== followed) {
        followed = element;
        element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
      const next = element ? boxOf(element) : null;
      setBox((now) => (same(now, next) ? now : next));
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    window.addEventListener('scroll', look, { capture: true, passive: true });
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('scroll', look, { capture: true });
      window.removeEventListener('resize', look);
    };
  }, [find]);
  return box;
}

/** null while it is not shown. */
function boxOf(element: Element): Box | null {
  const { left, top, width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}
