/** A few rarely used actions behind one word. Closes on choice, on Escape and when focus leaves. */
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import styles from './Menu.module.css';

export interface MenuProps {
  /** The word on the page. */
  readonly label: string;
  /** The full name for screen readers; starts with the label. */
  readonly name: string;
  /** Buttons. */
  readonly children: ReactNode;
}

export function Menu({ label, name, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => details.current?.removeAttribute('open');

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !details.current?.open) return;
    event.stopPropagation();
    close();
    details.current.querySelector('summary')?.focus();
  }

  return (
    <details
      ref={details}
      className={styles.menu}
      onKeyDown={closeOnEscape}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <summary aria-label={name}>{label}</summary>
      <div className={styles.list} onClick={close}>
        {children}
      </div>
    </details>
  );
}
