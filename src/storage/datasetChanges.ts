/** Pages of the lab tell each other that the list of stored datasets has changed. */

const CHANNEL = 'datasets';

/** Told to every other page and worker, and to this one where it listens. */
export function announceChange(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close(); // what was posted still arrives
}

/** @returns ends the listening */
export function onDatasetsChange(listener: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => listener();
  return () => channel.close();
}
