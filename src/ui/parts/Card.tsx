/** A frame for something that is looked at: a chart or pictures. Set-up sits on the page itself. */
import type { ReactNode } from 'react';
import styles from './Card.module.css';

export interface CardProps {
  readonly title: string;
  /** Small controls that change what the card shows, at the end of its title line. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

export function Card({ title, controls, children }: CardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {controls}
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
