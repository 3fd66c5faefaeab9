/** The room that the lab takes up in this browser, for the Data page. */
import { askToPersist, readRoom, type StorageRoom } from '../storage/room.ts';
import { setLab } from './lab.ts';
import { showInfo } from './notices.ts';

export type { StorageRoom } from '../storage/room.ts';

/** Never rejects: what a browser does not say stays unknown. */
export async function measureRoom(): Promise<void> {
  const room: StorageRoom = await readRoom();
  setLab(({ data }) => ({ data: { ...data, room } }));
}

/** Asks the browser for its promise to keep what is stored. */
export async function keepForGood(): Promise<void> {
  const isPromised = await askToPersist();
  if (!isPromised) {
    showInfo(
      'The browser makes no promise yet. Some do once a site is used often, bookmarked or installed.',
    );
  }
  await measureRoom();
}
