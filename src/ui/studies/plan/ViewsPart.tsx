/** Further looks at the test images once a run has finished: turned by some angles. */
import { useId, useState } from 'react';
import { numbersOf } from '../../../store/studyPlanEdits.ts';
import { anglesOf, rotatedViews, type Telling } from '../../../store/studyViews.ts';
import { Choice } from '../../parts/Choice.tsx';
import part from './part.module.css';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';

export function ViewsPart({ plan, onChange }: PlanPartProps) {
  const rotations = anglesOf(plan.views);
  if (!rotations) {
    return (
      <PlanPart title="Also seen">
        <p className={part.note}>{plan.views.map(({ label }) => label).join(' · ')}</p>
      </PlanPart>
    );
  }
  const set = (angles: readonly number[], telling: Telling) =>
    onChange({ ...plan, views: rotatedViews(angles, telling) });
  return (
    <PlanPart title="Also seen">
      <AnglesField
        key={rotations.angles.join()}
        angles={rotations.angles}
        onChange={(angles) => set(angles, rotations.telling)}
      />
      {rotations.angles.length > 0 && (
        <Choice
          name="What models are told of the rotation"
          value={rotations.telling}
          choices={[
            { value: 'not told', label: 'models are not told' },
            { value: 'told', label: 'told' },
          ]}
          onChange={(telling) => set(rotations.angles, telling)}
        />
      )}
    </PlanPart>
  );
}

interface AnglesFieldProps {
  readonly angles: readonly number[];
  readonly onChange: (angles: readonly number[]) => void;
}

function AnglesField({ angles, onChange }: AnglesFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(angles.join(' '));
  const read = typed.trim() === '' ? [] : numbersOf(typed);
  const isFaulty = read === undefined || read.some((angle) => Math.abs(angle) > 180);
  return (
    <div className={part.line}>
      <label htmlFor={id}>Test images turned by</label>
      <input
        id={id}
        className={part.text}
        style={{ width: '16ch' }}
        placeholder="none"
        value={typed}
        aria-invalid={isFaulty}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => (isFaulty ? setTyped(angles.join(' ')) : onChange(read))}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
      />
      <span id={`${id}-note`} className={isFaulty ? part.fault : part.note}>
        {isFaulty ? 'Angles from −180 to 180: 0 20 40' : '°'}
      </span>
    </div>
  );
}
