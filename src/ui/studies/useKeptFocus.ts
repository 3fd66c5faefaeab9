/**
 * Where what has the focus goes away (a button that did its one thing, a row that was removed), the
 * focus goes to what is nearest, and not to the top of the page.
 */
import { useEffect, useRef, type RefObject } from 'react';

/** What takes the place of what went away may still be read. */
const PATIENCE_MS = 1000;

const STOPS = 'a[href], button:not(:disabled), summary, select, [tabindex="0"]';

/** Give it to the element within which focus is kept. */
export function useKeptFocus<Frame extends HTMLElement>(): RefObject<Frame | null> {
  const frame = useRef<Frame>(null);
  useEffect(() => {
    const root = frame.current!;
    /** What had the focus, and all around it, the innermost first. */
    let path: readonly Element[] = [];
    let patience: ReturnType<typeof setTimeout> | undefined;
    const fallBack = () => {
      patience = undefined;
      if (document.activeElement === document.body) nearestStop([root])?.focus();
    };
    const remember = ({ target }: FocusEvent) => {
      path = target instanceof Element ? pathTo(target, root) : [];
    };
    const leave = ({ relatedTarget }: FocusEvent) => {
      const next = relatedTarget instanceof Node;
      if (next && !root.contains(relatedTarget)) path = [];
    };
    const watcher = new MutationObserver(() => {
      const [last] = path;
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      path = path.filter((element) => element.isConnected);
      const near = nearestStop(path.filter((element) => element !== root));
      if (near) near.focus();
      else patience ??= setTimeout(fallBack, PATIENCE_MS);
    });
    root.addEventListener('focusin', remember);
    root.addEventListener('focusout', leave);
    watcher.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', remember);
      root.removeEventListener('focusout', leave);
      watcher.disconnect();
      clearTimeout(patience);
    };
  }, []);
  return frame;
}

function pathTo(element: Element, root: Element): Element[] {
  const path: Element[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) {
    path.push(each);
    if (each === root) break;
  }
  return path;
}

/** The open tab or else the first stop of the innermost that has one. */
function nearestStop(path: readonly Element[]): HTMLElement | undefined {
  for (const around of path) {
    const stops = [...around.querySelectorAll<HTMLElement>(STOPS)].filter(isSeen);
    const stop = stops.find((each) => each.getAttribute('aria-selected') === 'true') ?? stops[0];
    if (stop) return stop;
  }
  return undefined;
}

const isSeen = (element: HTMLElement) => element.getClientRects().length > 0;
