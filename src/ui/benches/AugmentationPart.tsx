/**
 * What training images go through: changes with ranges, and a sensor. Closed it is one line, which
 * says what is chosen.
 */
import { ChevronRight, RefreshCw, X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import {
  addChange,
  augmentationText,
  chooseSensor,
  MOST_CHANGES,
  removeChange,
  samplesAugmented,
  setChange,
  setSensor,
  type Augmentation,
  type RangedChoice,
} from '../../store/augmentation.ts';
import { useLab, type CardView } from '../../store/lab.ts';
import { findSensor, sensors } from '../../sensors/index.ts';
import { sensorGroups } from '../../sensors/sensor.ts';
import { findTransform, transforms } from '../../transforms/index.ts';
import { transformGroups } from '../../transforms/transform.ts';
import { RowPicker } from '../options/Picker.tsx';
import { RangedForm } from '../options/RangedForm.tsx';
import { ImageStrip } from '../parts/ImageStrip.tsx';
import controls from '../shell/controls.module.css';
import styles from './AugmentationPart.module.css';

export function AugmentationPart({ view }: { view: CardView }) {
  const augmentation = useLab(({ draft }) => draft.augmentation);
  const [isOpen, setOpen] = useState(false);
  const text = augmentationText(augmentation);
  return (
    <details
      className={styles.part}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span>Augmentation</span>
        <span className={styles.chosen} title={text}>
          {text}
        </span>
        <ChevronRight size={13} aria-hidden />
      </summary>
      {isOpen && <Inside augmentation={augmentation} view={view} />}
    </details>
  );
}

function Inside({ augmentation, view }: { augmentation: Augmentation | null; view: CardView }) {
  const { changes, sensor } = augmentation ?? { changes: [], sensor: null };
  /** The place of the change that was just added: the keyboard goes there. */
  const [newest, setNewest] = useState<number | null>(null);
  const adding = useRef<HTMLDivElement>(null);

  function remove(place: number): void {
    setNewest(null);
    removeChange(place);
    adding.current?.querySelector('select')?.focus(); // its own button is gone
  }

  return (
    <div className={styles.inside}>
      <p className={styles.note}>
        Each training image is changed anew at every step, between the ends of each range. Test
        images stay as they are.
      </p>
      {augmentation && <Strip augmentation={augmentation} view={view} />}
      {changes.map((change, place) => (
        <Change
          key={`${place}/${change.id}`}
          change={change}
          isNew={place === newest}
          onChange={(changed) => setChange(place, changed)}
          onRemove={() => remove(place)}
        />
      ))}
      {changes.length < MOST_CHANGES && (
        <div ref={adding}>
          <AddChange
            onAdd={(id) => {
              setNewest(changes.length);
              addChange(id);
            }}
          />
        </div>
      )}
      <SensorChoice sensor={sensor} />
    </div>
  );
}

const SHOWN = 6;

/** Samples as a batch would see them. */
function Strip({ augmentation, view }: { augmentation: Augmentation; view: CardView }) {
  const seed = useLab(({ draft }) => draft.seed);
  const [step, setStep] = useState(0);
  const card = view.phase === 'ready' ? view.card : undefined;
  const set = useMemo(
    () => card && samplesAugmented(card, augmentation, { most: SHOWN, seed, step }),
    [card, augmentation, seed, step],
  );
  return (
    <div className={styles.strip}>
      <div>
        {card && set && (
          <ImageStrip
            label={`Samples of ${card.label} as they are trained on`}
            set={set}
            classNames={card.classNames}
            most={SHOWN}
          />
        )}
      </div>
      <button
        type="button"
        className={controls.icon}
        aria-label="Draw the samples again"
        title="Draw again"
        onClick={() => setStep(step + 1)}
      >
        <RefreshCw size={14} aria-hidden />
      </button>
    </div>
  );
}

interface ChangeProps {
  readonly change: RangedChoice;
  readonly isNew: boolean;
  readonly onChange: (change: RangedChoice) => void;
  readonly onRemove: () => void;
}

function Change({ change, isNew, onChange, onRemove }: ChangeProps) {
  const { label, summary, options } = findTransform(change.id);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = isNew ? group.current?.querySelector('input') : null;
    first?.focus();
    first?.select(); // typing replaces it
  }, [isNew]);
  return (
    <div ref={group} className={styles.change} role="group" aria-label={label}>
      <div className={styles.top}>
        <span title={summary}>{label}</span>
        <button
          type="button"
          className={controls.icon}
          aria-label={`Remove ${label}`}
          title="Remove"
          onClick={onRemove}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <RangedForm schema={options} choice={change} onChange={onChange} />
    </div>
  );
}

function AddChange({ onAdd }: { onAdd: (id: string) => void }) {
  const id = useId();
  const [chosen, setChosen] = useState('rotation');
  return (
    <div className={styles.add}>
      <label htmlFor={id} className={controls.spoken}>
        Change to add
      </label>
      <select id={id} value={chosen} onChange={({ target }) => setChosen(target.value)}>
        {transformGroups.map(({ id: group, label }) => (
          <optgroup key={group} label={label}>
            {transforms
              .filter((each) => each.group === group)
              .map((each) => (
                <option key={each.id} value={each.id}>
                  {each.label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <button type="button" className={controls.button} onClick={() => onAdd(chosen)}>
        Add change
      </button>
    </div>
  );
}

const GRID = 'grid';
const sensorChoices = [
  { value: GRID, label: 'The grid' },
  ...sensorGroups.flatMap(({ id, label }) =>
    sensors
      .filter((each) => each.group === id)
      .map((each) => ({ value: each.id, label: each.label, group: label })),
  ),
];

function SensorChoice({ sensor }: { sensor: RangedChoice | null }) {
  return (
    <div className={styles.sensor}>
      <RowPicker
        label="Seen by"
        value={sensor?.id ?? GRID}
        choices={sensorChoices}
        onChange={(id) => chooseSensor(id === GRID ? null : id)}
        help="Drawn once for each batch. A model of pixels is told where they look; a model of grids gets the image resampled to its grid."
      />
      {sensor && (
        <RangedForm schema={findSensor(sensor.id).options} choice={sensor} onChange={setSensor} />
      )}
    </div>
  );
}
