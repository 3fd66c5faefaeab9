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

const GAP = 6;
const EDGE = 12;

export function PopoverMenu({ label, name, look, width, children }: PopoverMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);

  /** Under its button, else as high as it must to be whole. */
  function place(): void {
    const { left, bottom } = button.current!.getBoundingClientRect();
    const most = Math.max(EDGE, window.innerWidth - Math.min(width, window.innerWidth) - EDGE);
    const { style } = popover.current!;
    style.left = `${Math.min(left, most)}px`;
    style.top = `${Math.max(EDGE, Math.min(bottom + GAP, window.innerHeight - 340))}px`;
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
