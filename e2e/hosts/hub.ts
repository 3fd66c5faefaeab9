/** A dataset put on the tests' Hub, in all the places where the real one would have it. */
import { createHash } from 'node:crypto';
import type { HostsServer } from './server.ts';

const HUB = 'https://huggingface.co';
const STORE = 'https://us.aws.cdn.hf.co/xet-bridge-us';

export interface HubDatasetGiven {
  readonly id: string;
  readonly licence?: string;
  readonly gated?: 'auto' | 'manual';
  /** Parquet files by configuration and split. */
  readonly configurations: Readonly<Record<string, Readonly<Record<string, readonly Buffer[]>>>>;
  /** As the card lists them, by configuration and split. */
  readonly rows?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Files of the listing on one page. */
  readonly page?: number;
}

/** Where a file is asked for, and where its bytes then come from. */
export interface HubPlace {
  readonly asked: string;
  readonly stored: string;
}

export function putOnHub(server: HostsServer, given: HubDatasetGiven): HubPlace[] {
  const { id, licence, gated = false, configurations, rows = {}, page = 1000 } = given;
  server.put(`${HUB}/api/datasets/${id}`, {
    status: 200,
    json: {
      ...{ id, sha: '1234567890'.repeat(4), private: false, gated, disabled: false },
      tags: [...(licence ? [`license:${licence}`] : []), 'size_categories:10K<n<100K'],
      cardData: {
        ...(licence && { license: [licence] }),
        dataset_info: Object.entries(rows).map(([name, splits]) => ({
          config_name: name,
          splits: Object.entries(splits).map(([split, count]) => {
            return { name: split, num_examples: count };
          }),
        })),
      },
    },
  });
  const entries: unknown[] = [
    { type: 'file', path: '.gitattributes', size: 2500, oid: 'a1'.repeat(20) },
  ];
  const places: HubPlace[] = [];
  for (const [configuration, splits] of Object.entries(configurations)) {
    entries.push({ type: 'directory', path: configuration, size: 0, oid: 'b2'.repeat(20) });
    for (const [split, files] of Object.entries(splits)) {
      for (const [index, bytes] of files.entries()) {
        const path = `${configuration}/${split}/${String(index).padStart(4, '0')}.parquet`;
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        entries.push({
          ...{ type: 'file', path, size: bytes.length, oid: 'c3'.repeat(20), xetHash: sha256 },
          lfs: { oid: sha256, size: bytes.length, pointerSize: 132 },
        });
        const asked = `${HUB}/datasets/${id}/resolve/refs%2Fconvert%2Fparquet/${path}`;
        const stored = `${STORE}/${sha256.slice(0, 24)}/${sha256}`;
        server.put(asked, { redirect: `${stored}?Expires=1&Signature=abc` });
        server.put(stored, { bytes });
        places.push({ asked, stored });
      }
    }
  }
  putListing(server, `${HUB}/api/datasets/${id}/tree/refs%2Fconvert%2Fparquet`, entries, page);
  return places;
}

/** The first page lies at the address itself; the real Hub tells the others apart by a cursor. */
function putListing(server: HostsServer, url: string, entries: unknown[], page: number): void {
  for (let begin = 0; begin < entries.length; begin += page) {
    const next = begin + page < entries.length ? `<${url}/page-${begin + page}>; rel="next"` : '';
    server.put(begin === 0 ? url : `${url}/page-${begin}`, {
      status: 200,
      json: entries.slice(begin, begin + page),
      ...(next && { link: next }),
    });
  }
}
