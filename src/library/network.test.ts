import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fetchFrom } from '../../e2e/hosts/nodeFetch.ts';
import { addressOf } from '../../e2e/hosts/mnistLike.ts';
import { startHosts, type HostsServer } from '../../e2e/hosts/server.ts';
import { codeOf } from '../core/errors.ts';
import { createMemoryDatasets } from '../headless/nodeLibrary.ts';
import type { LibraryProgress } from './library.ts';
import { createNetwork } from './network.ts';
import { createMemoryDownloads } from './testing.ts';

const trainImages = addressOf('train-images-idx3-ubyte.gz');

let server: HostsServer;
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  server.put(trainImages, { bytes: Buffer.alloc(2_000_000) });
  server.fail(trainImages, 'slow');
});

function someNetwork(now = () => performance.now()) {
  return createNetwork({
    ...{ store: createMemoryDatasets(), kept: createMemoryDownloads().store, now },
    fetch: fetchFrom(server),
    pause: async () => {},
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    decodePicture: () => Promise.reject(new Error('no pictures here')),
    ownFolder: 'https://lab.example/downloads/',
  });
}

const codeOfFault = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );

/** Resolves once bytes have come. */
function begun(network: ReturnType<typeof someNetwork>, id: string) {
  let download: Promise<unknown> = Promise.resolve();
  const isUnderWay = new Promise<void>((resolve) => {
    download = network.download(id, ({ done }) => void (done > 0 && resolve()));
    download.catch(() => {});
  });
  return isUnderWay.then(() => ({ download }));
}

it('a person cancels a download, and may start it again', async () => {
  const network = someNetwork();
  const { download } = await begun(network, 'mnist');
  await network.cancelDownload();
  expect(await codeOfFault(download)).toBe('cancelled');
  const { download: again } = await begun(network, 'mnist');
  await network.cancelDownload();
  expect(await codeOfFault(again)).toBe('cancelled');
  await network.cancelDownload(); // of nothing
});

it('a new download ends the one before, and one that has not begun yet', async () => {
  const network = someNetwork();
  const { download } = await begun(network, 'mnist');
  const waiting = codeOfFault(network.download('kmnist', () => {}));
  const newest = codeOfFault(network.download('fashion-mnist', () => {}));
  expect(await codeOfFault(download)).toBe('cancelled');
  expect(await waiting).toBe('cancelled');
  expect(await newest).toBe('download-missing'); // nothing is there in this test
  expect(server.requests.some(({ url }) => url.includes('kmnist'))).toBe(false);
});

it('an unknown dataset is named', async () => {
  expect(await codeOfFault(someNetwork().download('imagenet', () => {}))).toBe('unknown-dataset');
});

it('progress is told when something begins, and then a few times a second', async () => {
  let time = 0;
  const network = someNetwork(() => (time += 30)); // each look at the clock
  const told: LibraryProgress[] = [];
  const download = network.download('mnist', (progress) => {
    told.push(progress);
    if (progress.done > 1_000_000) void network.cancelDownload();
  });
  expect(await codeOfFault(download)).toBe('cancelled');
  expect(told[0]).toMatchObject({ what: 'Downloading train-images-idx3-ubyte.gz', done: 0 });
  expect(told.length).toBeGreaterThan(2);
  expect(told.length).toBeLessThan(40); // two megabytes come in hundreds of pieces, or more
});
