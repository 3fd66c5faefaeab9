/** The ready studies, in the order shown to people. */
import { LabError } from '../../core/errors.ts';
import { coordinatesInCnnStudy } from './coordinatesInCnn.ts';
import { coordinetReportStudy } from './coordinetReport.ts';
import { encodingsStudy } from './encodings.ts';
import { permutedPixelsStudy } from './permutedPixels.ts';
import { poolingStudy } from './pooling.ts';
import type { ReadyStudy } from './readyStudy.ts';
import { typefacesStudy } from './typefaces.ts';

export const readyStudies: readonly ReadyStudy[] = [
  typefacesStudy,
  encodingsStudy,
  poolingStudy,
  coordinetReportStudy,
  coordinatesInCnnStudy,
  permutedPixelsStudy,
];

/** Throws a LabError for an id that is not in the list. */
export function findReadyStudy(id: string): ReadyStudy {
  const found = readyStudies.find((study) => study.id === id);
  if (found) return found;
  throw new LabError('unknown-study', {
    found: `ready study "${id}"`,
    expected: `one of ${readyStudies.map((study) => study.id).join(', ')}`,
    fix: 'choose one of these',
  });
}
