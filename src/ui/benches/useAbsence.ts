/** Whether the images that are looked at are missing in this browser, and what helps. */
import { findDataset } from '../../datasets/index.ts';
import { isHere } from '../../store/dataPage.ts';
import { shownImages, useLab } from '../../store/lab.ts';

export interface Absence {
  readonly id: string;
  readonly says: string;
  /** What the Data page offers. */
  readonly helps: string;
}

/** null: they are here, or it is not known yet. */
export function useAbsence(): Absence | null {
  const id = useLab((state) => shownImages(state).dataset.id);
  const isAbsent = useLab((state) => state.opened && !isHere(id, state));
  return isAbsent ? absenceOf(id) : null;
}

export function absenceOf(id: string): Absence {
  const { label, download } = findDataset(id);
  if (download) {
    const says = `${label} has not been downloaded.`;
    return { id, says, helps: 'It comes over the network once, and then stays in this browser.' };
  }
  return {
    id,
    says: 'These images are not in this browser: they were imported elsewhere, or deleted.',
    helps: 'Import the same files again, and they are found.',
  };
}
