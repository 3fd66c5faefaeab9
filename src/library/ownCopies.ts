/**
 * Files that the lab's own server has already, put there by `npm run datasets -- fetch`: the page
 * then needs no other network. Each is checked like one from elsewhere.
 *
 *   downloads/index.json              { "mnist": ["train-images-idx3-ubyte.gz", …] }
 *   downloads/mnist/<name>.bin
 *
 * `.bin`, because servers unpack on the way what is called `.gz`.
 */
import type { FetchSurroundings } from './fetching.ts';

export const ownName = (name: string) => `${name}.bin`;

export interface OwnFolder extends Pick<FetchSurroundings, 'fetch' | 'signal'> {
  readonly ownFolder: string;
}

/** @returns by a file's name: its address there, or none */
export async function findOwnCopies(
  id: string,
  around: OwnFolder,
): Promise<(name: string) => readonly string[]> {
  const { [id]: names = [] } = await readIndex(around);
  return (name) => (names.includes(name) ? [`${around.ownFolder}${id}/${ownName(name)}`] : []);
}

export type OwnIndex = Readonly<Record<string, readonly string[]>>;

/** Where there is none, many servers answer with their start page. */
async function readIndex({ fetch, ownFolder, signal }: OwnFolder): Promise<OwnIndex> {
  try {
    const answer = await fetch(`${ownFolder}index.json`, { signal, cache: 'no-cache' });
    return answer.ok ? asIndex(JSON.parse(await answer.text())) : {};
  } catch {
    return {};
  }
}

export function asIndex(value: unknown): OwnIndex {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string[]] => Array.isArray(entry[1])),
  );
}
