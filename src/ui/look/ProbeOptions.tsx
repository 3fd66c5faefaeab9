/** A probe's options behind one word: most people never need them. */
import { useRef, type KeyboardEvent } from 'react';
import type { OptionRecord } from '../../core/options.ts';
import { setProbeOption } from '../../store/probes.ts';
import { OptionForm } from '../options/OptionForm.tsx';
import styles from './ProbeOptions.module.css';
import type { ProbeSystem } from './useProbe.ts';

export interface ProbeOptionsProps {
  readonly probe: ProbeSystem & { readonly label: string; readonly summary: string };
  readonly options: OptionRecord;
}

export function ProbeOptions({ probe, options }: ProbeOptionsProps) {
  const details = useRef<HTMLDetailsElement>(null);
  if (Object.keys(probe.options).length === 0) return null;

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !details.current?.open) return;
    event.stopPropagation();
    details.current.open = false;
    details.current.querySelector('summary')?.focus();
  }
  return (
    <details
      ref={details}
      className={styles.options}
      onKeyDown={closeOnEscape}
      onBlur={(event) => {
        // A press on the panel's own ground has no related target, and is no leaving.
        const to = event.relatedTarget;
        if (to && !event.currentTarget.contains(to)) event.currentTarget.open = false;
      }}
    >
      <summary aria-label={`Options of ${probe.label}`}>Options</summary>
      <div className={styles.panel}>
        <p>{probe.summary}</p>
        <OptionForm
          schema={probe.options}
          values={options}
          onChange={(name, value) => setProbeOption(probe.id, name, value)}
        />
      </div>
    </details>
  );
}
