/** Files that are there whole or not at all, whenever the process or the machine dies. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces the file. Resolves when it is on the disk under its name. */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.${process.pid}.new`; // of its own, should two processes write at once
  try {
    const file = await open(part, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A name is on the disk when its folder is; systems that cannot sync a folder do it by themselves. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}
