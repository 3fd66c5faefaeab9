/**
 * Changes that a person adds to what bends an image: each a slider for its strength, its other
 * options behind a button, and a way to take it away.
 */
import { SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { matters, type Option, type OptionValue } from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import type { Transform } from '../../transforms/transform.ts';
import { Menu } from './Menu.tsx';
import { OptionControl } from './OptionControl.tsx';
import { addableChanges, type AddedChange } from './warp.ts';
import styles from './WarpChanges.module.css';

export interface AddChangeProps {
  readonly choices: readonly SystemChoice[];
  readonly onAdd: (added: Transform) => void;
  /** Around the menu. */
  readonly place: RefObject<HTMLDivElement | null>;
}

export function AddChange({ choices, onAdd, place }: AddChangeProps) {
  const isThere = ({ id }: Transform) => choices.some((each) => each.id === id);
  return (
    <div ref={place} className={styles.add}>
      <Menu label="Add a change" name="Add a change">
        <div className={styles.groups}>
          {addableChanges.map(({ id, label, transforms }) => (
            <div key={id} className={styles.group} role="group" aria-label={label}>
              <span aria-hidden="true">{label}</span>
              {transforms.map((each) => (
                <button
                  key={each.id}
                  type="button"
                  title={isThere(each) ? 'It is there already' : each.summary}
                  disabled={isThere(each)}
                  onClick={() => onAdd(each)}
                >
                  {each.label}
                </button>
              ))}
            </div>
          ))}
        </div>
      </Menu>
    </div>
  );
}

export interface ChangeProps {
  readonly change: AddedChange;
  /** Has it just been added? Then the keyboard is at its slider. */
  readonly isNew: boolean;
  readonly onChange: (name: string, value: OptionValue) => void;
  readonly onRemove: () => void;
}

export function Change({ change, isNew, onChange, onRemove }: ChangeProps) {
  const { transform, choice } = change;
  const group = useRef<HTMLDivElement>(null);
  const more = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [strength, ...others] = Object.entries(transform.options);
  useEffect(() => {
    if (isNew) group.current?.querySelector('input')?.focus();
  }, [isNew]);
  useEffect(() => {
    if (isOpen) more.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  if (!strength) return null;
  const control = ([name, option]: readonly [string, Option]) => (
    <OptionControl
      key={name}
      option={option}
      value={choice.options[name] ?? option.default}
      onChange={(value) => onChange(name, value)}
    />
  );
  return (
    <div
      ref={group}
      className={styles.change}
      role="group"
      aria-label={transform.label}
      title={transform.summary}
    >
      <div className={styles.strength}>{control(strength)}</div>
      <div className={styles.tools}>
        {others.length > 0 && (
          <button
            type="button"
            aria-label={`Options of ${transform.label}`}
            title="Options"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <SlidersHorizontal size={14} aria-hidden />
          </button>
        )}
        <button
          type="button"
          aria-label={`Remove ${transform.label}`}
          title="Remove"
          onClick={onRemove}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      {isOpen && (
        <div ref={more} className={styles.others}>
          {others.filter(([name]) => matters(transform.options, name, choice.options)).map(control)}
        </div>
      )}
    </div>
  );
}
