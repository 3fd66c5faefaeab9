/** The arms of a study for its methods section: architectures with parameters, and encodings. */
import { findArchitecture } from '../../architectures/index.ts';
import type { System } from '../../core/system.ts';
import { findEncoding } from '../../encodings/index.ts';
import type { RunSpec } from '../../training/spec.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import type { StudyAnalysis } from './analysis.ts';
import { wholeText } from './systemText.ts';
import { numberText } from './words.ts';

/** `Compared were Coordinet: Coordinet (width before pooling 128, …) with Gaussian Fourier features (…), 41,354 parameters; CNN: …`. */
export function armsText(plan: StudyPlan, { cells }: StudyAnalysis): string {
  const arms = plan.arms.map(({ label }) => {
    const { spec } = givenSpecs(plan).find(({ arm }) => arm === label)!;
    const counts = cells.filter(({ arm }) => arm === label).map((cell) => cell.parameterCount);
    const known = [...new Set(counts.filter((count) => count !== null))].sort((a, b) => a - b);
    const parameters = known.length > 0 ? `, ${countsText(known)} parameters` : '';
    return `${label}: ${modelText(spec)}${parameters}`;
  });
  const verb = plan.arms.length > 1 ? 'Compared were' : 'Trained was';
  return `${verb} ${arms.join('; ')}.`;
}

/** Combinations of levels may change the size of a model. */
const countsText = (counts: readonly number[]): string =>
  counts.length === 1
    ? numberText(counts[0]!)
    : `${numberText(counts[0]!)} to ${numberText(counts.at(-1)!)}`;

function modelText({ architecture, encoding }: RunSpec): string {
  const model = wholeText(architecture, findArchitecture(architecture.id) as System);
  if (!encoding) return model;
  return `${model} with ${wholeText(encoding, findEncoding(encoding.id) as System)}`;
}
