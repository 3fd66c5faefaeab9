/** A study's results as a file of the disk: read whole or refused, written whole or not at all. */
import { readFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import { exportStudy, readResults } from '../storage/resultFile.ts';
import { analyseStudy } from '../studies/analysis/analyseStudy.ts';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import { poolDatasets } from '../studies/analysis/pooled.ts';
import type { StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { writeWholeFile } from './wholeFile.ts';

/** The page opens results without it; what is gone on with must have it. */
const CHECKSUM = '"bodyCrc32"';

/** undefined where there is no file. Throws a LabError for one that is no study's, or was edited. */
export async function readStudyFile(path: string): Promise<StudyWithRuns | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!bytes) return undefined;
  const isSealed = bytes.includes(CHECKSUM);
  const { runs, study, isEdited } = await inFile(path, () => readResults(new File([bytes], path)));
  if (!study) {
    throw new LabError('results-no-study', {
      found: `${path}, results of single runs`,
      expected: 'results of a study',
      fix: 'choose a file that npm run study or the Studies page wrote',
    });
  }
  if (isEdited || !isSealed) {
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

/** Replaces the file, and tells what the study says so far, which is in it. */
export async function writeStudyFile(
  path: string,
  { study, runs }: StudyWithRuns,
  app: RunRecord['app'],
): Promise<StudyAnalysis> {
  const analysis = poolDatasets(study.plan, analyseStudy(study, runs));
  const text = exportStudy({ study, runs }, analysis, {
    app: { name: 'Coordinet Lab', ...app },
    environment: runs.at(-1)?.environment ?? null,
    created: new Date().toISOString(),
  });
  await writeWholeFile(path, text);
  return analysis;
}
