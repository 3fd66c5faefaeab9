/** Which dataset the Data page shows; the address says so, too. */
import type { SystemChoice } from '../core/system.ts';
import { writeAddress } from './address.ts';
import { setLab } from './lab.ts';

/**
 * Another dataset is looked at from its first image; the same with other options, in the same part.
 *
 * @param entry `push`: the browser's Back leads to what was shown before
 */
export function lookAt(choice: SystemChoice, entry: 'push' | 'replace'): void {
  setLab(({ data }) => {
    const part = data.last?.id === choice.id ? data.part : 'train';
    return {
      view: { kind: 'data', choice },
      data: { ...data, part, label: null, chosen: null, last: choice },
    };
  });
  writeAddress(entry);
}
