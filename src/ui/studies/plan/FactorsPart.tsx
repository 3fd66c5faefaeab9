/** What is varied alike for all arms: training-set size, dataset, any option, augmentation. */
import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { useLab } from '../../../store/lab.ts';
import { removeFactor, setFactor, type Factor } from '../../../store/studyPlanEdits.ts';
import {
  augmentationFactor,
  datasetFactor,
  datasetsOfFactor,
  pathOfFactor,
  placeFactor,
  turnablePlaces,
  type TurnablePlace,
} from '../../../store/studyPlanning.ts';
import controls from '../../shell/controls.module.css';
import { DatasetLevels } from './DatasetLevels.tsx';
import styles from './FactorsPart.module.css';
import { LevelValues } from './LevelValues.tsx';
import { OptionChoice } from './OptionChoice.tsx';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';

const STANDARD_SIZES = [30, 100, 300, 1000];

export function FactorsPart({ plan, onChange }: PlanPartProps) {
  const list = useRef<HTMLUListElement>(null);
  useFocusOnNew(list, plan.factors.length);
  return (
    <PlanPart title="Varied for all of them">
      {plan.factors.length === 0 && (
        <p className={part.note}>
          Nothing: every arm is trained as the right side says. Vary the number of training images
          for a sample-efficiency curve.
        </p>
      )}
      <ul ref={list} className={styles.factors} aria-label="Factors">
        {plan.factors.map((factor) => (
          <li key={factor.label} aria-label={factor.label}>
            <span className={styles.label}>{factor.label}</span>
            <FactorLevels
              factor={factor}
              places={turnablePlaces(plan)}
              onChange={(next) => onChange(setFactor(plan, next))}
            />
            <button
              type="button"
              className={controls.icon}
              aria-label={`Remove ${factor.label}`}
              title="Remove"
              onClick={() => onChange(removeFactor(plan, factor.label))}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <AddFactor plan={plan} onChange={onChange} />
    </PlanPart>
  );
}

/** Who has added a factor goes on with its levels. */
function useFocusOnNew(list: RefObject<HTMLUListElement | null>, count: number): void {
  const before = useRef(count);
  useEffect(() => {
    const { activeElement: held, body } = document;
    const isHere = held === body || list.current?.parentElement?.contains(held);
    if (count > before.current && isHere) {
      list.current?.lastElementChild?.querySelector<HTMLElement>('input, button')?.focus();
    }
    before.current = count;
  }, [list, count]);
}

interface FactorLevelsProps {
  readonly factor: Factor;
  readonly places: readonly TurnablePlace[];
  readonly onChange: (factor: Factor) => void;
}

function FactorLevels({ factor, places, onChange }: FactorLevelsProps) {
  const stored = useLab(({ storedDatasets }) => storedDatasets);
  const path = pathOfFactor(factor);
  const place = places.find((each) => each.path === path);
  const datasets = datasetsOfFactor(factor);
  if (place) {
    return (
      <LevelValues
        factor={factor}
        place={place}
        onChange={(values) => onChange({ ...placeFactor(place, values), label: factor.label })}
      />
    );
  }
  if (datasets) {
    return (
      <DatasetLevels
        chosen={datasets}
        onChange={(ids) => onChange({ ...datasetFactor(ids, stored), label: factor.label })}
      />
    );
  }
  return (
    <span className={styles.levels}>{factor.levels.map(({ label }) => label).join(' · ')}</span>
  );
}

function AddFactor({ plan, onChange }: PlanPartProps) {
  const augmentation = useLab(({ draft }) => draft.augmentation);
  const stored = useLab(({ storedDatasets }) => storedDatasets);
  const taken = plan.factors.map(({ label }) => label);
  const places = turnablePlaces(plan);
  const free = places.filter(({ label }) => !taken.includes(label));
  const sizes = free.find(({ path }) => path === 'trainingImages');
  const add = (factor: Factor) => onChange(setFactor(plan, factor));
  return (
    <div className={part.adders}>
      {sizes && (
        <Adder name="Training images" onPress={() => add(placeFactor(sizes, STANDARD_SIZES))} />
      )}
      {!taken.includes('Dataset') && (
        <Adder name="Dataset" onPress={() => add(datasetFactor([plan.base.dataset.id], stored))} />
      )}
      {augmentation && !taken.includes('Augmentation') && (
        <Adder name="Augmentation" onPress={() => add(augmentationFactor(augmentation))} />
      )}
      <OptionChoice
        name="An option"
        places={free.filter(({ path }) => path !== 'trainingImages')}
        onChoose={(place) => add(placeFactor(place, startOf(place)))}
      />
    </div>
  );
}

/** Two levels to begin with: a factor of one level varies nothing. */
function startOf({ option }: TurnablePlace) {
  switch (option.kind) {
    case 'choice':
      return option.choices.map(({ value }) => value);
    case 'switch':
      return [false, true];
    default: {
      const double = Math.min(option.max, 2 * option.default);
      return double === option.default ? [option.min, option.default] : [option.default, double];
    }
  }
}

function Adder({ name, onPress }: { name: string; onPress: () => void }) {
  return (
    <button type="button" className={part.pill} aria-label={`Vary ${name}`} onClick={onPress}>
      <Plus size={13} aria-hidden />
      {name}
    </button>
  );
}
