/** At which levels a figure looks, where it runs along none or another of the plan's factors. */
import type { Levels, StudyPlan } from '../../../store/studyFigures.ts';

export interface LevelChoiceProps {
  readonly plan: StudyPlan;
  /** The factor that the figure runs along; null: none. */
  readonly along: string | null;
  readonly levels: Levels;
  readonly onChange: (levels: Levels) => void;
}

export function LevelChoice({ plan, along, levels, onChange }: LevelChoiceProps) {
  return plan.factors
    .filter(({ label, levels: all }) => label !== along && all.length > 1)
    .map((factor) => (
      <label key={factor.label}>
        {factor.label}
        <select
          value={levels[factor.label]}
          onChange={({ target }) => onChange({ ...levels, [factor.label]: target.value })}
        >
          {factor.levels.map(({ label }) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
        </select>
      </label>
    ));
}
