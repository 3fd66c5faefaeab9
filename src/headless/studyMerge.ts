/** Shards of the disk, put together in another file. */
import { existsSync } from 'node:fs';
import { LabError } from '../core/errors.ts';
import { mergeStudies, type NamedStudy } from '../studies/running/mergeStudies.ts';
import type { StudyWithRuns } from '../studies/study.ts';
import { labInNode } from './nodeEnvironment.ts';
import { readStudyFile, writeStudyFile } from './studyFile.ts';

export async function mergeFiles(files: readonly string[], out: string): Promise<StudyWithRuns> {
  if (existsSync(out)) {
    throw new LabError('out-exists', {
      found: `a file ${out}`,
      expected: 'a name that is free, so that no results are lost',
      fix: 'choose another --out',
    });
  }
  const parts: NamedStudy[] = [];
  for (const name of files) {
    const study = await readStudyFile(name);
    if (!study) throw missing(name);
    parts.push({ name, ...study });
  }
  const merged = mergeStudies(parts);
  await writeStudyFile(out, merged, labInNode());
  return merged;
}

const missing = (name: string) =>
  new LabError('results-missing', {
    found: `no file ${name}`,
    expected: 'results of a shard',
    fix: 'look where it was written',
  });
