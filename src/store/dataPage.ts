/** The Data page: which dataset is looked at. */
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { findDataset } from '../datasets/index.ts';
import { writeAddress } from './address.ts';
import { getLab, setLab } from './lab.ts';

/** Shows the Data page with the dataset that was last looked at there, else the set-up's. */
export function showData(): void {
  if (getLab().view.kind !== 'data') open(lastShown ?? getLab().draft.dataset);
}

/** Shows a dataset with the options that the set-up has for it, else with its own. */
export function showDataset(id: string): void {
  const { draft, putAside } = getLab();
  const known = draft.dataset.id === id ? draft.dataset.options : putAside[`dataset/${id}`];
  open({ id, options: known ?? (defaultsOf(findDataset(id).options) as OptionRecord) });
}

let lastShown: SystemChoice | undefined;

function open(choice: SystemChoice): void {
  lastShown = choice;
  setLab({ view: { kind: 'data', choice } });
  writeAddress('push');
}
