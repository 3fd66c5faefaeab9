/** What is tested, decided before anything runs: each arm against a baseline, or pairs one by one. */
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import {
  addComparison,
  baselineOf,
  comparedAt,
  compareWith,
  placesAt,
  removeComparison,
  type StudyPlan,
} from '../../../store/studyPlanEdits.ts';
import { seedsNeeded } from '../../../store/studySummary.ts';
import { placeText } from '../../../store/studyReading.ts';
import { Choice } from '../../parts/Choice.tsx';
import controls from '../../shell/controls.module.css';
import styles from './ComparisonsPart.module.css';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';

export function ComparisonsPart({ plan, onChange }: PlanPartProps) {
  if (plan.arms.length < 2) {
    return (
      <PlanPart title="Tested">
        <p className={part.note}>With a second arm there is something to test.</p>
      </PlanPart>
    );
  }
  return (
    <PlanPart title="Tested">
      <Baseline plan={plan} onChange={onChange} />
      <p className={part.note}>
        {familyText(plan)} <EnoughSeeds plan={plan} onChange={onChange} />
      </p>
      <ul className={styles.pairs} aria-label="Declared comparisons">
        {plan.comparisons.map(({ a, b, at }, place) => (
          <li key={JSON.stringify([a, b, at])}>
            {a} − {b}, {placeText(at)}
            <button
              type="button"
              className={controls.icon}
              aria-label={`Remove ${a} − ${b}, ${placeText(at)}`}
              onClick={() => onChange(removeComparison(plan, place))}
            >
              <X size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {plan.arms.length > 2 && <AddPair plan={plan} onChange={onChange} />}
    </PlanPart>
  );
}

/** What Holm's correction is over, and what it asks of the seeds. */
function familyText({ comparisons, seeds }: StudyPlan): string {
  const count = comparisons.length;
  if (count === 0) return 'Nothing is tested: all that is shown will be estimates.';
  const needed = seedsNeeded(count);
  const family = count === 1 ? 'One comparison' : `${count} comparisons, corrected together (Holm)`;
  const verdict =
    seeds.length >= needed
      ? `the ${seeds.length} seeds suffice`
      : `with ${seeds.length} nothing can be called significant`;
  return `${family}: ${needed} seeds at least; ${verdict}.`;
}

/** Offers the seeds that a verdict would need. */
function EnoughSeeds({ plan, onChange }: PlanPartProps) {
  const { comparisons, seeds } = plan;
  const needed = comparisons.length === 0 ? 0 : seedsNeeded(comparisons.length);
  if (seeds.length >= needed) return null;
  const next = Array.from({ length: needed }, (_, place) => place + 1);
  return (
    <button
      type="button"
      className={part.pill}
      onClick={() =>
        onChange({ ...plan, seeds: [...new Set([...seeds, ...next])].slice(0, needed) })
      }
    >
      Use {needed} seeds
    </button>
  );
}

function Baseline({ plan, onChange }: PlanPartProps) {
  const id = useId();
  const baseline = baselineOf(plan) ?? plan.arms[0]!.label;
  const where = comparedAt(plan);
  return (
    <div className={part.line}>
      <label htmlFor={id}>Each against</label>
      <select
        id={id}
        className={part.select}
        value={where === 'chosen' ? '' : baseline}
        onChange={({ target }) =>
          onChange(compareWith(plan, target.value, where === 'levels' ? 'levels' : 'mean'))
        }
      >
        {where === 'chosen' && <option value="">chosen one by one</option>}
        {plan.arms.map(({ label }) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
      {plan.factors.length > 0 && (
        <Choice
          name="Where they are compared"
          value={where}
          choices={[
            { value: 'mean', label: 'in the mean' },
            { value: 'levels', label: 'at every level' },
          ]}
          onChange={(next) => {
            if (next !== 'chosen') onChange(compareWith(plan, baseline, next));
          }}
        />
      )}
    </div>
  );
}

const MEAN = 'mean';

/** One more pair, at one place. */
function AddPair({ plan, onChange }: PlanPartProps) {
  const labels = plan.arms.map(({ label }) => label);
  const places = placesAt(plan);
  const [a, setA] = useState(labels[1]!);
  const [b, setB] = useState(labels[0]!);
  const [at, setAt] = useState(MEAN);
  const place = places.find((levels) => placeText(levels) === at) ?? ('mean' as const);
  const isPossible = a !== b && labels.includes(a) && labels.includes(b);
  const pick = (name: string, value: string, set: (value: string) => void) => (
    <select
      className={part.select}
      aria-label={name}
      value={value}
      onChange={({ target }) => set(target.value)}
    >
      {labels.map((label) => (
        <option key={label} value={label}>
          {label}
        </option>
      ))}
    </select>
  );
  return (
    <div className={part.line}>
      {pick('First arm of the pair', a, setA)}
      <span>−</span>
      {pick('Second arm of the pair', b, setB)}
      {plan.factors.length > 0 && (
        <select
          className={part.select}
          aria-label="Where the pair is compared"
          value={at}
          onChange={({ target }) => setAt(target.value)}
        >
          <option value={MEAN}>in the mean</option>
          {places.map((levels) => (
            <option key={placeText(levels)} value={placeText(levels)}>
              {placeText(levels)}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className={part.pill}
        disabled={!isPossible}
        onClick={() => onChange(addComparison(plan, { a, b, at: place }))}
      >
        <Plus size={13} aria-hidden />
        Test it
      </button>
    </div>
  );
}
