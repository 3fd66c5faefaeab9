/** What a severity curve or a suite asks: its points, each a viewing, and whether they still hold. */
import { findSensor } from '../sensors/index.ts';
import { severityCurve, type Knob } from '../studies/robustness/severity.ts';
import { mnistCSuite, transformSuite } from '../studies/robustness/suites.ts';
import { strengthText } from '../studies/robustness/words.ts';
import type { Viewing } from '../training/viewing.ts';
import { findTransform } from '../transforms/index.ts';
import type { LabState } from './lab.ts';
import { viewingKey } from '../training/viewingKey.ts';
import type { CurveChoice, CurvePoint, CurveView } from './robustnessView.ts';

const suites = {
  'mnist-c': { title: 'MNIST-C: fifteen corruptions', of: mnistCSuite },
  transforms: { title: 'Every transform at its example', of: transformSuite },
} as const;

export function curveKey(choice: CurveChoice): string {
  if (choice.kind === 'suite') return `suite/${choice.id}`;
  const { kind, id, option, place } = choice.knob;
  return ['severity', kind, id, option, ...(place === undefined ? [] : [place])].join('/');
}

export interface PlannedPoint extends Pick<CurvePoint, 'label' | 'strength'> {
  readonly viewing: Viewing;
}

/** What is asked for a curve as the sliders stand. Throws a LabError where it cannot be asked. */
export function plan(
  choice: CurveChoice,
  base: Viewing,
): { title: string; points: PlannedPoint[] } {
  if (choice.kind === 'severity') {
    const curve = severityCurve(base, choice.knob);
    const points = curve.levels.map(({ strength, viewing }) => ({
      label: strengthText(curve, strength),
      strength,
      viewing,
    }));
    return { title: knobTitle(choice.knob, curve.label), points };
  }
  const { title, of } = suites[choice.id];
  const { clean, corruptions } = of(base);
  const entries = [clean, ...corruptions];
  return {
    title,
    points: entries.map(({ label, viewing }) => ({ label, strength: null, viewing })),
  };
}

function knobTitle({ kind, id }: Knob, option: string): string {
  const { label } = kind === 'transform' ? findTransform(id) : findSensor(id);
  return label === option ? label : `${label}: ${option.toLowerCase()}`;
}

/** Were the other changes, the sensor or the telling others when it was measured? */
export function isCurveStale({ robustness }: LabState, curve: CurveView): boolean {
  try {
    const now = plan(curve.choice, robustness.viewing).points.map(({ viewing }) => viewing);
    return curve.points.some(
      ({ survey }, place) => !now[place] || viewingKey(survey.viewing) !== viewingKey(now[place]),
    );
  } catch {
    return true;
  }
}
