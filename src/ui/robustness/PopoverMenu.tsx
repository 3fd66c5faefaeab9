/** A button and what it opens over the page: beside the column, and no farther than the window. */
import { useId, useRef, type ReactNode } from 'react';
import styles from './PopoverMenu.module.css';

export interface PopoverMenuProps {
  /** What stands on the button. */
  readonly label: ReactNode;
  /** Its full name, also that of what it opens. */
  readonly name: string;
  /** A class of the button. */
  readonly look?: string | undefined;
  /** CSS pixels. */
  readonly width: number;
  /** @param close leads back to the button, for when something was chosen */
  readonly children: (close: () => void) => ReactNode;
}

/** CSS pixels, all of them; the last two are heights. */
const GAP = 6;
const EDGE = 12;
const LEAST = 328;
const MOST = 480;

export function PopoverMenu({ label, name, look, width, children }: PopoverMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);

  /** Under its button, else as high as it must to be of use; what is longer scrolls. */
  function place(): void {
    const { left, bottom } = button.current!.getBoundingClientRect();
    const most = Math.max(EDGE, window.innerWidth - Math.min(width, window.innerWidth) - EDGE);
    const { style } = popover.current!;
    style.left = `${Math.min(left, most)}px`;
    const top = Math.max(EDGE, Math.min(bottom + GAP, window.innerHeight - LEAST - EDGE));
    style.top = `${top}px`;
    style.maxHeight = `${Math.min(MOST, window.innerHeight - top - EDGE)}px`;
  }
  const close = () => document.getElementById(id)?.hidePopover?.();

  return (
    <>
      <button ref={button} type="button" className={look} aria-label={name} popoverTarget={id}>
        {label}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className={styles.popover}
        style={{ width: `min(${width}px, calc(100vw - ${2 * EDGE}px))` }}
        role="group"
        aria-label={name}
        onBeforeToggle={place}
      >
        {children(close)}
      </div>
    </>
  );
}
