/** What a person writes on runs: names, notes and tags. */
import { cleanText } from '../core/shownText.ts';
import { cleanNotes, cleanTags } from '../training/annotations.ts';
import { findRun, getLab } from './lab.ts';
import { patchAndSave } from './runRecords.ts';

const MAX_NAME = 80;

/** An empty name changes nothing. */
export function renameRun(runId: string, name: string): void {
  const wanted = cleanText(name, MAX_NAME);
  if (wanted && findRun(runId)?.name !== wanted) patchAndSave(runId, { name: wanted });
}

export function writeNotes(runId: string, notes: string): void {
  const wanted = cleanNotes(notes);
  if (findRun(runId)?.notes !== wanted) patchAndSave(runId, { notes: wanted });
}

export function tagRun(runId: string, tags: readonly string[]): void {
  patchAndSave(runId, { tags: cleanTags(tags) });
}

/** Adds tags to several runs. */
export function addTags(runIds: readonly string[], tags: readonly string[]): void {
  for (const run of getLab().runs) {
    if (runIds.includes(run.id)) tagRun(run.id, [...run.tags, ...tags]);
  }
}

/** `fast, to check ,fast` → fast · to check */
export const tagsIn = (text: string): string[] => cleanTags(text.split(','));
