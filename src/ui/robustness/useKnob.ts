/** The strength that the figures are about, and its curve as far as it is measured. */
import { useMemo } from 'react';
import { useLab } from '../../store/lab.ts';
import { isCurveStale, showCurve } from '../../store/robustnessCurves.ts';
import type { CurveView } from '../../store/robustnessView.ts';
import { HERE, knobChoices, type KnobChoice } from './knobs.ts';

export interface ShownKnob {
  readonly choices: readonly KnobChoice[];
  readonly choice: KnobChoice;
  readonly choose: (key: string) => void;
  /** null: never measured. */
  readonly curve: CurveView | null;
  /** Was it measured at another setting than the present one? */
  readonly isStale: boolean;
}

/** What is bent at this setting; of images as they are, the rotation, which everybody knows. */
const isFirst = ({ group, knob }: KnobChoice) =>
  group === HERE || (knob.kind === 'transform' && knob.id === 'rotation');

export function useKnob(): ShownKnob {
  const viewing = useLab(({ robustness }) => robustness.viewing);
  const shown = useLab(({ robustness }) => robustness.shownCurve);
  const curves = useLab(({ robustness }) => robustness.curves);
  const choices = useMemo(() => knobChoices(viewing), [viewing]);
  // A suite that was measured in between is shown elsewhere: here the newest curve stays.
  const measured = Object.keys(curves).filter((key) => key.startsWith('severity/'));
  const wanted = shown?.startsWith('severity/') ? shown : measured.at(-1);
  const choice = choices.find(({ key }) => key === wanted) ?? choices.find(isFirst) ?? choices[0]!;
  const curve = curves[choice.key] ?? null;
  const isStale = useLab((state) => curve !== null && isCurveStale(state, curve));
  return { choices, choice, choose: showCurve, curve, isStale };
}
