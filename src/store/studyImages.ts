/** Are the images of a study here, and the same that its runs were trained on? Asked before it trains. */
import { LabError } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import { findDataset } from '../datasets/index.ts';
import { givenSpecs } from '../studies/plan/specsOfPlan.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { StudyTrainer } from '../studies/running/running.ts';
import type { RunRecord } from '../training/result.ts';

/** Rejects with a LabError where a dataset is missing, too small, or is another than it was. */
export async function expectSameImages(
  plan: StudyPlan,
  runs: readonly RunRecord[],
  trainer: Pick<StudyTrainer, 'datasetSha256'>,
): Promise<void> {
  const trained = new Map<string, string>();
  for (const { spec, datasetSha256 } of runs) {
    if (datasetSha256 !== null) trained.set(keyOf(spec.dataset), datasetSha256);
  }
  const choices = new Map(givenSpecs(plan).map(({ spec }) => [keyOf(spec.dataset), spec.dataset]));
  for (const [key, choice] of choices) {
    const sha256 = await trainer.datasetSha256(choice);
    const before = trained.get(key);
    if (before !== undefined && before !== sha256) throw otherImages(choice);
  }
}

const keyOf = ({ id, options }: SystemChoice) =>
  JSON.stringify([id, Object.entries(options).sort()]);

function otherImages({ id }: SystemChoice): LabError {
  return new LabError('dataset-changed', {
    found: `other images in ${labelOf(id)} than this study's runs were trained on`,
    expected: 'the same dataset: its checksum is kept with each run',
    fix: 'bring the dataset of then back, or make a new study of this plan',
  });
}

/** Imported datasets may be gone. */
function labelOf(id: string): string {
  try {
    return findDataset(id).label;
  } catch {
    return id;
  }
}
