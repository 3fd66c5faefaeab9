/**
 * A file on a server as a SourceFile: parts of it are asked for as they are read, so that the first
 * thousand rows of a large parquet file cost the first thousand rows. Parts cannot be checked by the
 * file's hash. Where a server sends no parts, the whole file is fetched, and checked.
 */
import { codeOf } from '../core/errors.ts';
import type { RemoteFile } from '../datasets/dataset.ts';
import { cleanPath } from '../datasets/files/paths.ts';
import type { SourceFile } from '../datasets/files/sourceFile.ts';
import { fetchFaults, type Received } from './answers.ts';
import { fetchFile, type FetchSurroundings } from './fetching.ts';
import { receiveAll } from './receiving.ts';

export interface RemoteSource {
  readonly file: RemoteFile;
  /** Where formats shall find it: `train/0000.parquet`. */
  readonly path: string;
  /** For errors: `owner/name › default/train/0000.parquet`. */
  readonly name: string;
  /** What a person may do where the server does not help. */
  readonly fallback: string;
}

/** Parts that were fetched, so that who reads again does not fetch again: by address and range. */
export type Parts = Map<string, Uint8Array<ArrayBuffer>>;

/** @param report bytes that were fetched, since the last report */
export function remoteFile(
  { file, path, name, fallback }: RemoteSource,
  around: FetchSurroundings,
  report: (bytes: number) => void,
  parts: Parts = new Map(),
): SourceFile {
  let whole: Promise<Uint8Array<ArrayBuffer>> | undefined;

  function readWhole(): Promise<Uint8Array<ArrayBuffer>> {
    let before = 0;
    const tell = (done: number) => {
      if (done > before) report(done - before);
      before = done;
    };
    whole ??= fetchFile(file, around, tell, fallback).catch((error: unknown) => {
      whole = undefined;
      throw error;
    });
    return whole;
  }

  return {
    path: cleanPath(path, name),
    name,
    size: file.bytes,
    read: async () => new Uint8Array(await readWhole()),
    async slice(begin, end) {
      if (whole) return (await whole).slice(begin, end);
      const last = Math.min(end, file.bytes);
      if (last <= begin) return new Uint8Array(0);
      const key = `${file.urls[0]} ${begin}-${last}`;
      const known = parts.get(key);
      if (known) return known.slice();
      try {
        const bytes = await fetchPart(file, begin, last, around, fallback);
        parts.set(key, bytes);
        report(bytes.length);
        return bytes.slice();
      } catch (error) {
        if (codeOf(error) !== 'download-no-ranges') throw error;
        return (await readWhole()).slice(begin, end);
      }
    },
  };
}

/** @param end one beyond the last byte */
async function fetchPart(
  file: RemoteFile,
  begin: number,
  end: number,
  around: FetchSurroundings,
  fallback: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - begin);
  const received: Received = { bytes, filled: 0, etag: null, isPieced: false };
  const [url] = file.urls as [string];
  const fault = fetchFaults({ file, url, fallback, received });
  await receiveAll({ url, received, around, fault, part: { begin }, report: () => {} });
  return bytes;
}
