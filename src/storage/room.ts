/** How much room the lab takes up in this browser, and whether the browser promises to keep it. */
import { LabError } from '../core/errors.ts';
import { bytesText } from '../core/shownText.ts';
import { checkpointRoom } from './checkpoints.ts';

export interface StorageRoom {
  /** Bytes of this site, as the browser estimates them; null where it does not say. */
  readonly used: number | null;
  /** Bytes that the browser grants this site. */
  readonly quota: number | null;
  /** false: the browser may delete everything when the disk is full; null: it does not say. */
  readonly persisted: boolean | null;
}

/** Never rejects: a browser that does not say leaves nulls. */
export async function readRoom(): Promise<StorageRoom> {
  const { storage } = navigator;
  const [estimate, persisted] = await Promise.all([
    storage?.estimate?.().catch(() => undefined),
    storage?.persisted?.().catch(() => undefined),
  ]);
  return {
    used: estimate?.usage ?? null,
    quota: estimate?.quota ?? null,
    persisted: persisted ?? null,
  };
}

/**
 * Asks the browser to keep what is stored until a person deletes it. Some ask the person, some decide
 * by themselves.
 *
 * @returns whether it promises
 */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}

/** A dataset by name and size. */
interface Deletable {
  readonly label: string;
  readonly bytes: number;
}

/** Datasets that are named; the largest first. */
const NAMED = 4;

/**
 * What to say where no room is left for a dataset: what could be deleted, and how much room it has.
 *
 * @param wanted bytes that were to be stored
 */
export async function noRoomFor(
  label: string,
  wanted: number,
  datasets: readonly Deletable[],
): Promise<LabError> {
  const largest = [...datasets].sort((a, b) => b.bytes - a.bytes).slice(0, NAMED);
  const names = largest.map((each) => `${each.label}, ${bytesText(each.bytes)}`).join('; ');
  const checkpoints = await checkpointRoom();
  const ways = [
    names && `delete datasets that you no longer need (${names})`,
    checkpoints.count > 0 &&
      `delete runs (${checkpoints.count} with ${bytesText(checkpoints.bytes)} of weights)`,
    'free disk space',
  ].filter(Boolean);
  return new LabError('storage-full', {
    found: `no room left for this site on the disk for ${label}, ${bytesText(wanted)}`,
    expected: 'room for the new data; what was stored before is unchanged',
    fix: `${ways.join(', or ')}; then try again`,
  });
}
