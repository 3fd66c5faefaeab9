/** A study's results as a file of the disk: read whole or refused, written whole or not at all. */
import { readFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import { exportRuns, readResults } from '../storage/resultFile.ts';
import type { StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { writeWholeFile } from './wholeFile.ts';

/** undefined where there is no file. Throws a LabError for one that is no study's, or was edited. */
export async function readStudyFile(path: string): Promise<StudyWithRuns | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!bytes) return undefined;
  const { runs, study, isEdited } = (await inFile(path, () =>
    readResults(new File([bytes], path)),
  )) as Awaited<ReturnType<typeof readResults>> & { study?: StudyWithRuns['study'] };
  if (!study) return undefined; // until results carry their study, the journal does
  if (isEdited) {
    throw new LabError('results-edited', {
      found: `${path}, which was changed after the lab wrote it`,
      expected: 'results whose checksum is right',
      fix: 'take the file as it was written: edited results are looked at on the page, and not gone on with',
    });
  }
  return { study, runs };
}

/** What is wrong is said with the file that it is wrong in. */
async function inFile<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(error.code, { ...error.parts, found: `${error.parts.found} in ${path}` });
  }
}

/** Replaces the file; what the study says so far is in it. */
export async function writeStudyFile(
  path: string,
  { runs }: StudyWithRuns,
  app: RunRecord['app'],
): Promise<void> {
  const text = exportRuns(runs, {
    app: { name: 'Coordinet Lab', ...app },
    environment: runs.at(-1)?.environment ?? null,
    created: new Date().toISOString(),
  });
  await writeWholeFile(path, text);
}
