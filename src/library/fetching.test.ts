import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchFrom } from '../../e2e/hosts/nodeFetch.ts';
import { startHosts, type HostsServer } from '../../e2e/hosts/server.ts';
import { codeOf } from '../core/errors.ts';
import type { Integrity, RemoteFile } from '../datasets/dataset.ts';
import { mnist } from '../datasets/mnist.ts';
import type { DownloadStore } from '../datasets/stored.ts';
import { fetchFile, type FetchSurroundings } from './fetching.ts';
import { isIntact } from './integrity.ts';
import { createMemoryDownloads } from './testing.ts';

const url = 'https://raw.githubusercontent.com/someone/something/master/images.gz';
const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 253);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const file: RemoteFile = {
  name: 'images.gz',
  bytes: bytes.length,
  urls: [url],
  integrity: { sha256 },
};

let server: HostsServer;
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  server.put(url, { bytes });
});

function surroundings(changes: Partial<FetchSurroundings> = {}) {
  const { kept, store } = createMemoryDownloads();
  const pauses: number[] = [];
  const around: FetchSurroundings = {
    fetch: fetchFrom(server),
    kept: store,
    signal: new AbortController().signal,
    pause: async (ms, signal) => {
      signal.throwIfAborted();
      pauses.push(ms);
    },
    ...changes,
  };
  return { around, kept, pauses };
}

const fetchIt = (
  around: FetchSurroundings,
  wanted = file,
  report: (bytes: number) => void = () => {},
) => fetchFile(wanted, around, report, 'drop it on the page');

async function faultOf(around: FetchSurroundings, wanted = file): Promise<unknown> {
  return fetchIt(around, wanted).then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  );
}

const ranges = () => server.requests.map(({ range }) => range);
const expectWhole = (got: Uint8Array) => expect(Buffer.compare(got, bytes)).toBe(0);

describe('a file', () => {
  it('comes whole, with its progress told, and is kept', async () => {
    const { around, kept } = surroundings();
    const told: number[] = [];
    expectWhole(await fetchIt(around, file, (done) => told.push(done)));
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBe(bytes.length);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expectWhole(kept.get(sha256)!.bytes);
  });

  it('that is kept is not asked for again', async () => {
    const { around } = surroundings();
    await fetchIt(around);
    expectWhole(await fetchIt(around));
    expect(server.requests).toHaveLength(1);
  });

  it('that was damaged while it was kept is fetched anew', async () => {
    const { around, kept } = surroundings();
    kept.set(sha256, { bytes: bytes.map((byte) => byte ^ 1), etag: null });
    expectWhole(await fetchIt(around));
    expect(ranges()).toEqual([null]);
  });

  it('comes from the next address where the first has none', async () => {
    const { around, pauses } = surroundings();
    const mirror = 'https://huggingface.co/datasets/a/b/resolve/main/images.gz';
    const stored = 'https://us.aws.cdn.hf.co/xet-bridge-us/1/2';
    server.put(mirror, { redirect: `${stored}?Signature=abc` });
    server.put(stored, { bytes });
    server.fail(url, 'missing');
    expectWhole(await fetchIt(around, { ...file, urls: [url, mirror] }));
    expect(server.requests.map((each) => each.url)).toEqual([
      ...[url, mirror, `${stored}?Signature=abc`],
    ]);
    expect(pauses).toEqual([]);
  });

  it('that is large is kept now and then on its way', async () => {
    const large = Buffer.alloc(80 * 2 ** 20, 5);
    server.put(url, { bytes: large });
    const { around } = surroundings();
    const lengths: number[] = [];
    const kept: DownloadStore = {
      ...around.kept,
      write: async (_hash, { bytes: part }) => void lengths.push(part.length),
    };
    const hash = createHash('sha256').update(large).digest('hex');
    await fetchIt(
      { ...around, kept },
      { ...file, bytes: large.length, integrity: { sha256: hash } },
    );
    expect(lengths).toHaveLength(3);
    expect(lengths[0]).toBeGreaterThanOrEqual(32 * 2 ** 20);
    expect(lengths[1]).toBeGreaterThan(lengths[0]!);
    expect(lengths[2]).toBe(large.length);
  });

  it('that is larger than a page can hold is not begun', async () => {
    const { around } = surroundings();
    const fault = await faultOf(around, { ...file, bytes: 2 ** 31 });
    expect(codeOf(fault)).toBe('download-too-large');
    expect(server.requests).toEqual([]);
  });
});

describe('a connection that is cut', () => {
  it('goes on from where it broke off', async () => {
    const { around, pauses } = surroundings();
    server.fail(url, 'cut', 1);
    expectWhole(await fetchIt(around));
    expect(ranges()).toEqual([null, 'bytes=150000-']);
    expect(pauses).toEqual([1000]);
  });

  it('starts over where the server knows no ranges', async () => {
    const { around } = surroundings();
    server.fail(url, 'cut', 1);
    const { fetch } = around;
    const cutOnce: FetchSurroundings['fetch'] = async (address, request) => {
      if (request.headers) server.fail(url, 'no-ranges');
      return fetch(address, request);
    };
    expectWhole(await fetchIt({ ...around, fetch: cutOnce }));
    expect(ranges()).toEqual([null, 'bytes=150000-']);
  });

  it('starts over where the file became another one, told by its ETag', async () => {
    const { around, kept } = surroundings();
    kept.set(sha256, { bytes: new Uint8Array(150_000), etag: '"before"' });
    expectWhole(await fetchIt(around));
    expect(ranges()).toEqual(['bytes=150000-', null]);
  });

  it('starts over where only the checksum tells that the pieces do not fit', async () => {
    const { around, kept } = surroundings();
    kept.set(sha256, { bytes: new Uint8Array(150_000), etag: null });
    expectWhole(await fetchIt(around));
    expect(ranges()).toEqual(['bytes=150000-', null]);
  });

  it('goes on without ranges where leave for them is refused', async () => {
    const { around, kept } = surroundings();
    kept.set(sha256, { bytes: bytes.slice(0, 1000), etag: null });
    const strict: FetchSurroundings['fetch'] = async (address, request) => {
      if (request.headers) throw new TypeError('Failed to fetch'); // a preflight that was refused
      return around.fetch(address, request);
    };
    expectWhole(await fetchIt({ ...around, fetch: strict }));
    expect(ranges()).toEqual([null]);
  });

  it('is given up after a few tries without progress, and what came is kept for the next', async () => {
    const { around, kept, pauses } = surroundings();
    server.fail(url, 'cut');
    const fault = await faultOf(around);
    expect(codeOf(fault)).toBe('download-cut');
    expect(String(fault)).toContain('images.gz from raw.githubusercontent.com');
    expect(String(fault)).toContain('the 150,000 bytes that came are kept');
    expect(pauses).toEqual([1000, 1000, 2000, 4000, 8000]); // anew after the first, which got further
    expect(kept.get(sha256)!.bytes).toEqual(bytes.slice(0, 150_000));
    server.mend();
    server.requests.length = 0;
    expectWhole(await fetchIt(around));
    expect(ranges()).toEqual(['bytes=150000-']);
  });
});

describe('a fault of the host', () => {
  it.each([
    ['missing', 'download-missing', 1],
    ['refused', 'download-refused', 1],
    ['page', 'download-page', 1],
    ['wrong', 'download-wrong-bytes', 1],
    ['server', 'download-server', 5],
  ] as const)('%s: %s after %i requests, and nothing is kept', async (fault, code, asked) => {
    const { around, kept } = surroundings();
    server.fail(url, fault);
    const thrown = await faultOf(around);
    expect(codeOf(thrown)).toBe(code);
    expect(String(thrown)).toContain('drop it on the page');
    expect(server.requests).toHaveLength(asked);
    expect(kept.size).toBe(0);
  });

  it('that passes is waited for', async () => {
    const { around, pauses } = surroundings();
    server.fail(url, 'server', 2);
    expectWhole(await fetchIt(around));
    expect(pauses).toEqual([1000, 2000]);
  });

  it('silence: tried again, and named when it lasts', async () => {
    const { around, kept } = surroundings({ silenceMs: 1000 });
    server.fail(url, 'silent', 1);
    expectWhole(await fetchIt(around));
    expect(ranges()[0]).toBeNull();
    expect(ranges()[1]).toMatch(/^bytes=[1-9]\d*-$/);
    kept.clear();
    server.fail(url, 'silent');
    expect(codeOf(await faultOf({ ...around, silenceMs: 100 }))).toBe('download-silent');
  });

  it('slowness is none, however long it takes in all', async () => {
    const { around } = surroundings({ silenceMs: 3000 });
    server.fail(url, 'slow'); // 5 s
    expectWhole(await fetchIt(around));
  });

  it('more bytes than were announced are not taken in', async () => {
    const { around } = surroundings();
    expect(codeOf(await faultOf(around, { ...file, bytes: 1000 }))).toBe('download-wrong-bytes');
  });

  it('no answer that may be read: says what it may be, and what else can be done', async () => {
    const { around } = surroundings({
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    });
    const fault = await faultOf(around);
    expect(codeOf(fault)).toBe('download-unreachable');
    for (const hint of ['network', 'ad blocker', 'may not allow', 'drop it on the page']) {
      expect(String(fault)).toContain(hint);
    }
  });
});

describe('a person who cancels', () => {
  it('is obeyed in the middle, and what came is kept', async () => {
    const controller = new AbortController();
    const { around, kept } = surroundings({ signal: controller.signal });
    server.fail(url, 'slow');
    const fault = await fetchIt(around, file, (done) => {
      if (done >= 30_000) controller.abort();
    }).catch((error: unknown) => error);
    expect(codeOf(fault)).toBe('cancelled');
    const part = kept.get(sha256)!.bytes;
    expect(part.length).toBeGreaterThanOrEqual(30_000);
    expect(part).toEqual(bytes.slice(0, part.length));
    expect(server.requests).toHaveLength(1);
  });

  it('is obeyed between two tries', async () => {
    const controller = new AbortController();
    const { around } = surroundings({
      signal: controller.signal,
      pause: async () => {
        controller.abort();
        throw controller.signal.reason;
      },
    });
    server.fail(url, 'server');
    expect(codeOf(await faultOf(around))).toBe('cancelled');
  });
});

describe('checksums', () => {
  /** As `git hash-object` names an empty file. */
  const emptyBlob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

  it.each<[string, Uint8Array<ArrayBuffer>, Integrity, boolean]>([
    ['an empty git blob', new Uint8Array(0), { gitBlob: emptyBlob }, true],
    ['a byte where none was', new Uint8Array(1), { gitBlob: emptyBlob }, false],
    ['SHA-256', bytes, { sha256 }, true],
    ['SHA-256 of other bytes', bytes.slice(1), { sha256 }, false],
  ])('%s', async (_name, content, integrity, expected) => {
    expect(await isIntact(content, integrity)).toBe(expected);
  });

  const folder = new URL('../../../shared/data/mnist-10k/', import.meta.url);
  it.skipIf(!existsSync(folder))(
    'MNIST’s own test files are the ones that the list names',
    async () => {
      const files = mnist.download!.files.filter(({ name }) => name.startsWith('t10k'));
      expect(files).toHaveLength(2);
      for (const { name, integrity, ...named } of files) {
        const content = new Uint8Array(readFileSync(new URL(name, folder)));
        expect(content.length).toBe(named.bytes);
        expect(await isIntact(content, integrity)).toBe(true);
      }
    },
  );
});
