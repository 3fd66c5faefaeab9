/** Pictures that cannot be read do not end an import: they are left out, and told. */
import { codeOf, LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { Reading } from './reading.ts';

/** Whatever is no fault of the file itself ends the reading: it is thrown again. */
export function leaveOut(
  { name }: Pick<SourceFile, 'name'>,
  error: unknown,
  reading: Pick<Reading, 'skip'>,
): undefined {
  if (!(error instanceof LabError) || codeOf(error) === 'cancelled') throw error;
  const reason = error.parts.found.replace(`${name}, `, '');
  reading.skip({ name, reason, kind: 'damaged' });
  return undefined;
}
