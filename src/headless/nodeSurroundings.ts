/** What the engine and the library have around them in Node. */
import { readFile } from 'node:fs/promises';

export const readAsset = async (url: URL): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await readFile(url));

export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const now = (): number => performance.now();
