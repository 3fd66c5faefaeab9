/** The size of an element in whole CSS pixels, as it changes; undefined while it is not shown. */
import { useLayoutEffect, useState, type RefObject } from 'react';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

const isSame = (a: ElementSize | undefined, b: ElementSize) =>
  a?.width === b.width && a.height === b.height;

export function useSize(element: RefObject<HTMLElement | null>): ElementSize | undefined {
  const [size, setSize] = useState<ElementSize>();
  useLayoutEffect(() => {
    if (!element.current || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      const next = { width: Math.floor(width), height: Math.floor(height) };
      const isShown = next.width > 0 && next.height > 0;
      setSize((now) => (isSame(now, next) ? now : isShown ? next : undefined));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
