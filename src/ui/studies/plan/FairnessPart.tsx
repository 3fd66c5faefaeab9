/** What makes the comparison fair: as given, or equal in parameters, steps, compute or tuning. */
import { X } from 'lucide-react';
import { useLab } from '../../../store/lab.ts';
import { showError } from '../../../store/notices.ts';
import type { StudyPlan } from '../../../store/studyPlanEdits.ts';
import {
  pathLabel,
  standardRange,
  turnablePlaces,
  type Equality,
  type SearchRange,
  type Tuning,
} from '../../../store/studyPlanning.ts';
import { madeEqual, type MadeEqual } from '../../../store/studySummary.ts';
import { NumberField } from '../../options/NumberField.tsx';
import controls from '../../shell/controls.module.css';
import styles from './FairnessPart.module.css';
import { OptionChoice } from './OptionChoice.tsx';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';

const claims: readonly { equality: Equality; label: string; note: string }[] = [
  { equality: 'parameters', label: 'Equal parameters', note: 'to a twentieth' },
  { equality: 'steps', label: 'Equal steps', note: 'and equal batches' },
  { equality: 'compute', label: 'Equal compute', note: 'multiply-adds of the whole training' },
  { equality: 'tuning', label: 'Tuned alike', note: 'random search, the same budget for each arm' },
];

export function FairnessPart({ plan, onChange }: PlanPartProps) {
  function claim(equality: Equality, isClaimed: boolean): void {
    const others = plan.equal.filter((each) => each !== equality);
    const equal = isClaimed ? [...others, equality] : others;
    if (equality !== 'tuning') return onChange({ ...plan, equal });
    onChange(isClaimed ? withTuning({ ...plan, equal }) : { ...plan, equal, tuning: null });
  }
  return (
    <PlanPart title="Fair by choice">
      {claims.map(({ equality, label, note }) => (
        <label key={equality} className={part.check}>
          <input
            type="checkbox"
            checked={plan.equal.includes(equality)}
            onChange={({ target }) => claim(equality, target.checked)}
          />
          {label}
          <span>{note}</span>
        </label>
      ))}
      {plan.arms.length > 1 && <MakeEqual plan={plan} onChange={onChange} />}
      {plan.equal.length === 0 && (
        <p className={part.note}>Nothing is claimed: the arms are compared as they are given.</p>
      )}
      {plan.tuning && <TuningForm plan={plan} tuning={plan.tuning} onChange={onChange} />}
    </PlanPart>
  );
}

/** Rewrites the arms so that they keep what is claimed; the baseline stays as it is. */
function MakeEqual({ plan, onChange }: PlanPartProps) {
  const cards = useLab((state) => state.cards);
  const claimed = plan.equal.filter((each): each is MadeEqual => each !== 'tuning');
  if (claimed.length === 0) return null;
  function make(): void {
    try {
      onChange(claimed.reduce((next, each) => madeEqual(next, each, { cards }), plan));
    } catch (error) {
      showError(error);
    }
  }
  return (
    <button
      type="button"
      className={part.pill}
      style={{ justifySelf: 'start' }}
      title="Widths and steps of the other arms follow the baseline"
      onClick={make}
    >
      Make them equal
    </button>
  );
}

/** Seeds of the tuning are none of the study's own. */
const FIRST_TUNING_SEED = 1001;
const STANDARD_VALIDATION = 200;

function withTuning(plan: StudyPlan): StudyPlan {
  const learningRate = turnablePlaces(plan).find(({ path }) => path === 'learningRate')!;
  return {
    ...plan,
    base: {
      ...plan.base,
      validationImages: plan.base.validationImages || STANDARD_VALIDATION,
    },
    tuning: plan.tuning ?? {
      draws: 8,
      seeds: [FIRST_TUNING_SEED],
      search: [standardRange(learningRate)],
      at: 'each',
    },
  };
}

function TuningForm({ plan, tuning, onChange }: PlanPartProps & { tuning: Tuning }) {
  const set = (changes: Partial<Tuning>) =>
    onChange({ ...plan, tuning: { ...tuning, ...changes } });
  const places = turnablePlaces(plan);
  const taken = tuning.search.map(({ path }) => path);
  const setRange = (at: number, range: SearchRange) =>
    set({ search: tuning.search.map((each, place) => (place === at ? range : each)) });
  return (
    <div className={styles.tuning} role="group" aria-label="Tuning">
      <NumberField
        label="Settings tried for each arm"
        value={tuning.draws}
        min={1}
        max={1000}
        whole
        onChange={(draws) => set({ draws })}
      />
      <NumberField
        label="Seeds of each setting"
        value={tuning.seeds.length}
        min={1}
        max={20}
        whole
        onChange={(count) => set({ seeds: seedsFrom(FIRST_TUNING_SEED, count) })}
      />
      <NumberField
        label="Validation images"
        value={plan.base.validationImages}
        min={0}
        max={1_000_000}
        whole
        help="From training images that no arm learns from."
        onChange={(validationImages) =>
          onChange({ ...plan, base: { ...plan.base, validationImages } })
        }
      />
      {plan.factors.length > 0 && (
        <label className={part.check}>
          <input
            type="checkbox"
            checked={tuning.at === 'each'}
            onChange={({ target }) => set({ at: target.checked ? 'each' : lastPlace(plan) })}
          />
          Anew at every level
          <span>{tuning.at === 'each' ? '' : `now at ${Object.values(tuning.at).join(', ')}`}</span>
        </label>
      )}
      {tuning.search.map((range, at) => (
        <RangeRow
          key={range.path}
          label={pathLabel(range.path, plan.base)}
          range={range}
          onChange={(next) => setRange(at, next)}
          onRemove={() => set({ search: tuning.search.filter((_, place) => place !== at) })}
        />
      ))}
      <OptionChoice
        name="Also tune"
        places={places.filter(({ path }) => !taken.includes(path) && isTunable(path))}
        onChoose={(place) => set({ search: [...tuning.search, standardRange(place)] })}
      />
    </div>
  );
}

const seedsFrom = (first: number, count: number) =>
  Array.from({ length: Math.min(20, Math.max(1, Math.round(count))) }, (_, place) => first + place);

/** What an arm is measured with is not turned to make it look better. */
const isTunable = (path: string) =>
  !['trainingImages', 'validationImages'].includes(path) &&
  !['dataset', 'task'].includes(path.split('.')[0]!);

/** The last level of each factor: mostly the one with the most data. */
const lastPlace = ({ factors }: StudyPlan) =>
  Object.fromEntries(factors.map(({ label, levels }) => [label, levels.at(-1)!.label]));

interface RangeRowProps {
  readonly label: string;
  readonly range: SearchRange;
  readonly onChange: (range: SearchRange) => void;
  readonly onRemove: () => void;
}

function RangeRow({ label, range, onChange, onRemove }: RangeRowProps) {
  return (
    <div className={styles.range} role="group" aria-label={`Range of ${label}`}>
      <span>{label}</span>
      {'values' in range ? (
        <span className={styles.values}>{range.values.map(String).join(', ')}</span>
      ) : (
        <>
          <End
            name={`${label}, from`}
            value={range.from}
            onChange={(from) => onChange({ ...range, from })}
          />
          <span>to</span>
          <End
            name={`${label}, to`}
            value={range.to}
            onChange={(to) => onChange({ ...range, to })}
          />
          <select
            className={part.select}
            aria-label={`Scale of ${label}`}
            value={range.scale}
            onChange={({ target }) =>
              onChange({ ...range, scale: target.value === 'log' ? 'log' : 'linear' })
            }
          >
            <option value="log">log</option>
            <option value="linear">linear</option>
          </select>
        </>
      )}
      <button
        type="button"
        className={controls.icon}
        aria-label={`Do not tune ${label}`}
        onClick={onRemove}
      >
        <X size={13} aria-hidden />
      </button>
    </div>
  );
}

function End(props: { name: string; value: number; onChange: (value: number) => void }) {
  const { name, value, onChange } = props;
  return (
    <input
      key={value}
      className={part.text}
      aria-label={name}
      inputMode="decimal"
      defaultValue={value}
      onBlur={({ target }) => {
        const next = Number(target.value);
        if (target.value.trim() !== '' && Number.isFinite(next)) onChange(next);
        else target.value = String(value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') currentTarget.blur();
      }}
    />
  );
}
