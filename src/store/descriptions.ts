/** Descriptions of datasets, made by the library once for each choice of options. */
import { codeOf } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import type { DatasetDescription } from '../datasets/analysis/description.ts';
import { cardKey } from './datasetCards.ts';
import type { DescriptionView } from './dataView.ts';
import { explain } from './explain.ts';
import { getLab, setLab, type LabState } from './lab.ts';
import { library } from './libraries.ts';
import { seldom } from './importing.ts';

/** Kept at once, the newest; one is mostly its labels and class means: under a megabyte for MNIST. */
const KEPT = 6;

export const descriptionKey = (choice: SystemChoice): string => cardKey(choice, 0);

export function descriptionOf(
  { data }: Pick<LabState, 'data'>,
  choice: SystemChoice,
): DatasetDescription | undefined {
  const view = data.descriptions[descriptionKey(choice)];
  return view?.phase === 'ready' ? view.description : undefined;
}

/** Describes a dataset unless that is done or under way. Never rejects. */
export async function loadDescription(choice: SystemChoice): Promise<void> {
  const key = descriptionKey(choice);
  const known = getLab().data.descriptions[key];
  if (known && known.phase !== 'failed') return;
  put(key, { phase: 'loading', progress: null });
  let isOver = false;
  // Reports come another way than the answer, and the last of them may come after it.
  const report = seldom((progress) => {
    if (!isOver) put(key, { phase: 'loading', progress });
  });
  try {
    const description = await library().describe(choice, report);
    isOver = true;
    put(key, { phase: 'ready', description });
  } catch (error) {
    isOver = true;
    // Another dataset was looked at meanwhile: this one is described when it is looked at again.
    if (codeOf(error) === 'cancelled') drop(key);
    else put(key, { phase: 'failed', reason: explain(error) });
  }
}

function drop(key: string): void {
  setLab(({ data }) => {
    const others = Object.entries(data.descriptions).filter(([other]) => other !== key);
    return { data: { ...data, descriptions: Object.fromEntries(others) } };
  });
}

function put(key: string, view: DescriptionView): void {
  setLab(({ data }) => {
    const others = Object.entries(data.descriptions).filter(([other]) => other !== key);
    const descriptions = Object.fromEntries([...others.slice(1 - KEPT), [key, view]]);
    return { data: { ...data, descriptions } };
  });
}
