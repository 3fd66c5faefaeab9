/** What all arms share unless they say otherwise: data, training, and where a run stops. */
import { pathOfFactor } from '../../../store/studyPlanning.ts';
import type { PlanPartProps } from './PlanEditor.tsx';
import { PlanPart } from './PlanPart.tsx';
import { DataForm, TrainingForm } from './SpecForm.tsx';

export function SharedPart({ plan, onChange }: PlanPartProps) {
  const props = {
    spec: plan.base,
    varied: plan.factors.flatMap((factor) => pathOfFactor(factor) ?? []),
    onChange: (base: typeof plan.base) => onChange({ ...plan, base }),
  };
  return (
    <PlanPart title="Shared by all">
      <DataForm {...props} />
      <TrainingForm {...props} />
    </PlanPart>
  );
}
