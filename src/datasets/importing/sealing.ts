/** From what was understood to a dataset that can be stored: its name, its hash, and its id. */
import { sha256Of } from '../../core/hash.ts';
import { cleanName } from '../../core/shownText.ts';
import { sealDataset, type Dataset, type UnsealedDataset } from '../dataset.ts';

/**
 * The id follows from the bytes, their shape (the same bytes are other images at 28 × 56 than at
 * 56 × 28) and the names of the classes: whoever imports the same images again finds the same dataset.
 */
export async function sealOwn(dataset: UnsealedDataset, label: string): Promise<Dataset> {
  const sealed = await sealDataset({ ...dataset, label: cleanName(label) });
  return { ...sealed, id: await ownId(sealed) };
}

export async function ownId(
  dataset: Pick<Dataset, 'sha256' | 'height' | 'width' | 'channels' | 'classNames'>,
): Promise<string> {
  const { sha256, height, width, channels, classNames } = dataset;
  const text = JSON.stringify([sha256, height, width, channels, classNames]);
  const identity = new TextEncoder().encode(text);
  return `own/${(await sha256Of([identity])).slice(0, 16)}`;
}
