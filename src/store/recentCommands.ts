/** Which commands a person used last, the latest first; kept with the settings. */
import { readSettings, writeSetting } from '../storage/settings.ts';
import { showUnkept } from './unkept.ts';

const KEPT = 6;
let recent: readonly string[] = [];

export const recentCommands = (): readonly string[] => recent;

/** Never rejects: without them the list is in its own order. */
export async function loadRecentCommands(): Promise<void> {
  recent = await readSettings().then(
    ({ recentCommands = [] }) => recentCommands,
    () => recent,
  );
}

export function noteRecent(id: string): void {
  recent = [id, ...recent.filter((each) => each !== id)].slice(0, KEPT);
  writeSetting('recentCommands', recent).catch(showUnkept);
}
