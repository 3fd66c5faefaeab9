/** Which commands a person used last, the latest first; kept with the settings. */
import { writeSetting } from '../storage/settings.ts';
import { showUnkept } from './unkept.ts';

const KEPT = 6;
let recent: readonly string[] = [];

export const recentCommands = (): readonly string[] => recent;

/** What was used before the page was opened. */
export function takeRecentCommands(ids: readonly string[]): void {
  recent = ids;
}

export function noteRecent(id: string): void {
  recent = [id, ...recent.filter((each) => each !== id)].slice(0, KEPT);
  writeSetting('recentCommands', recent).catch(showUnkept);
}
