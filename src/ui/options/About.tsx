/** What a system is, behind a small button beside its name: summary, reference, further facts. */
import { Info } from 'lucide-react';
import { useId, useRef } from 'react';
import controls from '../shell/controls.module.css';
import styles from './About.module.css';

export interface AboutProps {
  readonly label: string;
  readonly summary: string;
  readonly reference: string;
  readonly facts?: readonly (readonly [name: string, text: string])[];
  readonly action?: { readonly label: string; readonly onPress: () => void } | false;
}

export function About({ label, summary, reference, facts = [], action = false }: AboutProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);

  /** Beside the button where there is room, else as far to the right as fits. */
  function place(): void {
    const { right, top } = button.current!.getBoundingClientRect();
    const left = Math.max(12, Math.min(right + 10, window.innerWidth - 352));
    popover.current!.style.translate = `${left}px ${Math.min(top, window.innerHeight - 240)}px`;
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={controls.icon}
        popoverTarget={id}
        aria-label={`About ${label}`}
        title={summary}
      >
        <Info size={14} aria-hidden />
      </button>
      <div ref={popover} id={id} popover="auto" className={styles.about} onBeforeToggle={place}>
        <h2>{label}</h2>
        <p>{summary}</p>
        <dl>
          <dt>From</dt>
          <dd>{reference}</dd>
          {facts.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        {action && (
          <button
            type="button"
            className={controls.button}
            popoverTarget={id}
            popoverTargetAction="hide"
            onClick={action.onPress}
          >
            {action.label}
          </button>
        )}
      </div>
    </>
  );
}
