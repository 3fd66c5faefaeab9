/**
 * Downloaded files as every server of the lab finds them, under the names of library/ownCopies.ts.
 *
 *   index.json         which files of which dataset are there, whole and checked
 *   mnist/<name>.bin
 *
 * What came of a file so far lies elsewhere, by its hash: no server shows it, and no build copies it.
 */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RemoteFile } from '../../src/datasets/dataset.ts';
import type { DownloadStore } from '../../src/datasets/stored.ts';
import { hashNamed } from '../../src/library/integrity.ts';
import { asIndex, ownName } from '../../src/library/ownCopies.ts';

export interface DownloadsFolder {
  /** Of files under way. */
  readonly kept: DownloadStore;
  pathOf(id: string, name: string): string;
  has(id: string, name: string): Promise<boolean>;
  read(id: string, name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Names of those that are there. */
  namesOf(id: string, files: readonly RemoteFile[]): Promise<readonly string[]>;
  /** A file that came whole takes its place. */
  settle(id: string, file: RemoteFile): Promise<void>;
  writeIndex(id: string, files: readonly RemoteFile[]): Promise<void>;
}

export function createDownloadsFolder(folder: string, partsFolder: string): DownloadsFolder {
  const pathOf = (id: string, name: string) => join(folder, id, ownName(name));
  const partOf = (hash: string) => join(partsFolder, hash);
  const indexPath = join(folder, 'index.json');
  const has = (id: string, name: string) => exists(pathOf(id, name));

  async function namesOf(id: string, files: readonly RemoteFile[]): Promise<string[]> {
    const names: string[] = [];
    for (const { name } of files) if (await has(id, name)) names.push(name);
    return names;
  }

  return {
    kept: {
      async read(hash) {
        const bytes = await readIfThere(partOf(hash));
        return bytes && { bytes, etag: null };
      },
      write: (hash, { bytes }) => write(partOf(hash), bytes),
      async delete(hashes) {
        for (const hash of hashes) await rm(partOf(hash), { force: true });
      },
    },
    pathOf,
    has,
    read: (id, name) => readIfThere(pathOf(id, name)),
    namesOf,
    async settle(id, { name, integrity }) {
      const path = pathOf(id, name);
      await mkdir(dirname(path), { recursive: true });
      await rename(partOf(hashNamed(integrity)), path);
    },
    async writeIndex(id, files) {
      const text = await readFile(indexPath, 'utf8').catch(() => '{}');
      const index = { ...asIndex(JSON.parse(text)), [id]: await namesOf(id, files) };
      await write(indexPath, `${JSON.stringify(index, null, 2)}\n`);
    },
  };
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return (await exists(path)) ? new Uint8Array(await readFile(path)) : undefined;
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
