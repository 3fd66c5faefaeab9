/**
 * What people write beside a run, kept within limits: notes of several lines, and tags, which are
 * short words. Cleaning twice changes nothing more, so a file of cleaned texts is the same when it is
 * written again.
 */
import { cleanText } from '../core/shownText.ts';

/** Characters as people count them, nearly: Unicode code points. */
export const MAX_NOTES = 10_000;
export const MAX_TAG = 40;
export const MAX_TAGS = 20;

/** Line breaks stay; other control characters, bidi marks and blanks around go. */
export function cleanNotes(notes: string): string {
  const lines = notes.split(/\r\n|[\n\r]/).map((line) => keepIndent(line));
  const text = lines.join('\n').replace(/^\n+|\s+$/g, '');
  return [...text].slice(0, MAX_NOTES).join('').trimEnd();
}

/** Lists in notes are indented by blanks. */
function keepIndent(line: string): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  const words = cleanText(line, MAX_NOTES);
  return words && indent + words;
}

/** Without empty ones and those that are there already. */
export function cleanTags(tags: readonly string[]): string[] {
  const clean = tags.map((tag) => cleanText(tag.replace(/\s+/g, ' '), MAX_TAG)).filter(Boolean);
  return [...new Set(clean)].slice(0, MAX_TAGS);
}
