/**
 * One change of the chain: its strength as a slider, its other options behind a button, a grip to
 * move it by (dragged, or with the arrow keys), and a way to take it away.
 */
import { GripVertical, SlidersHorizontal, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { matters } from '../../core/options.ts';
import { setChange, type RangedChoice } from '../../store/robustness.ts';
import { findTransform } from '../../transforms/index.ts';
import { OptionControl } from '../parts/OptionControl.tsx';
import { amountText } from '../parts/range.ts';
import { orderedOptions } from './chain.ts';
import styles from './ChainPart.module.css';

export interface ChangeItemProps {
  readonly change: RangedChoice;
  /** From 0. */
  readonly place: number;
  readonly count: number;
  readonly isDragged: boolean;
  readonly onRemove: () => void;
  readonly onMove: (to: number) => void;
  readonly onDrag: (event: PointerEvent<HTMLElement>) => void;
}

export function ChangeItem(props: ChangeItemProps) {
  const { change, place, count, isDragged, onRemove } = props;
  const transform = findTransform(change.id);
  const { label, options: schema } = transform;
  const [isOpen, setOpen] = useState(false);
  const othersId = useId();
  const [strength, ...others] = orderedOptions(transform);
  const control = (name: string) => (
    <div key={name}>
      <OptionControl
        option={schema[name]!}
        value={change.options[name] ?? schema[name]!.default}
        onChange={(value) => setChange(place, { [name]: value })}
      />
      <Drawn change={change} name={name} />
    </div>
  );
  return (
    <li
      className={styles.change}
      data-dragged={isDragged}
      aria-label={`${label}, ${place + 1} of ${count}`}
      title={transform.summary}
    >
      <Grip {...props} label={label} />
      <div className={styles.strength}>{strength && control(strength)}</div>
      <div className={styles.tools}>
        {others.length > 0 && (
          <button
            type="button"
            aria-label={`Options of ${label}`}
            title="Options"
            aria-expanded={isOpen}
            aria-controls={othersId}
            onClick={() => setOpen(!isOpen)}
          >
            <SlidersHorizontal size={14} aria-hidden />
          </button>
        )}
        <button type="button" aria-label={`Remove ${label}`} title="Remove" onClick={onRemove}>
          <X size={14} aria-hidden />
        </button>
      </div>
      <div id={othersId} className={styles.others} hidden={!isOpen}>
        {isOpen && others.filter((name) => matters(schema, name, change.options)).map(control)}
      </div>
    </li>
  );
}

/** Where each image draws for itself: up to what. */
function Drawn({ change, name }: { change: RangedChoice; name: string }) {
  const end = change.to?.[name];
  if (end === undefined) return null;
  const option = findTransform(change.id).options[name];
  const unit = option && 'unit' in option ? option.unit : undefined;
  return <p className={styles.note}>to {amountText(Number(end), unit)}, drawn for each image</p>;
}

function Grip(props: ChangeItemProps & { label: string }) {
  const { place, count, label, onMove, onDrag } = props;
  function walk(event: KeyboardEvent): void {
    const target = {
      ArrowUp: place - 1,
      ArrowDown: place + 1,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    onMove(target);
  }
  return (
    <button
      type="button"
      className={styles.grip}
      aria-label={`Move ${label}, ${place + 1} of ${count}; up and down arrows move it`}
      title="Drag, or press the arrow keys, to change the order"
      disabled={count < 2}
      onKeyDown={walk}
      onPointerDown={onDrag}
    >
      <GripVertical size={14} aria-hidden />
    </button>
  );
}
