/**
 * Well-known datasets that do not ship with the lab: fetched from public hosts when a person asks
 * for them, checked file by file before anything is read, and then stored under their id.
 *
 * The files are named by their bytes (SHA-256, or git's name of a blob), so it does not matter which
 * server they come from. `npm run datasets -- fetch <id>` fetches the same files for a page without
 * network (scripts/datasets.ts).
 */
import { LabError } from '../core/errors.ts';
import type { SystemText } from '../core/system.ts';
import { defineDataset, type Download } from './dataset.ts';
import { prepareDataset, preparationOptions } from './preparation.ts';

export interface DownloadedDataset extends SystemText, Omit<Download, 'bytes' | 'hosts'> {}

export function defineDownloaded({ id, label, summary, reference, ...content }: DownloadedDataset) {
  const addresses = content.files.flatMap(({ urls }) => urls);
  const download: Download = {
    ...content,
    bytes: content.files.reduce((total, file) => total + file.bytes, 0),
    hosts: [...new Set(addresses.map((url) => new URL(url).host))],
  };
  return defineDataset({
    ...{ id, label, summary, reference, download },
    options: preparationOptions,
    async load(options, io) {
      const stored = await io.readStored(id);
      if (stored) return prepareDataset(stored, options);
      throw new LabError('not-downloaded', {
        found: `no ${label} in this browser's storage`,
        expected: 'a dataset that was downloaded',
        fix: 'press Download, under Dataset or on the Data page',
      });
    },
  });
}

const idxNames = {
  trainImages: 'train-images-idx3-ubyte.gz',
  trainLabels: 'train-labels-idx1-ubyte.gz',
  testImages: 't10k-images-idx3-ubyte.gz',
  testLabels: 't10k-labels-idx1-ubyte.gz',
} as const;

type IdxFacts = Readonly<Record<keyof typeof idxNames, readonly [bytes: number, hash: string]>>;

/**
 * The four files that MNIST and its successors come in.
 *
 * @param folder where they lie, with a slash at its end
 */
export function idxFiles(folder: string, kind: 'sha256' | 'gitBlob', facts: IdxFacts) {
  return (Object.keys(idxNames) as (keyof IdxFacts)[]).map((part) => {
    const [bytes, hash] = facts[part];
    const integrity = kind === 'sha256' ? { sha256: hash } : { gitBlob: hash };
    return { name: idxNames[part], bytes, urls: [folder + idxNames[part]], integrity };
  });
}
