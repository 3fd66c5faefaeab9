/** From what was understood to a dataset that can be stored: its name, its hash, and its id. */
import { cleanName } from '../../core/shownText.ts';
import { sealDataset, type Dataset, type UnsealedDataset } from '../dataset.ts';

/** The id begins `own/` and goes on with the hash: the same bytes are the same dataset. */
export async function sealOwn(dataset: UnsealedDataset, label: string): Promise<Dataset> {
  const sealed = await sealDataset({ ...dataset, label: cleanName(label) });
  return { ...sealed, id: `own/${sealed.sha256.slice(0, 16)}` };
}
