/**
 * Stories with a network: the lab's hosts are there, on this machine, and nobody else is. Otherwise
 * the same promises hold as in lab.ts; what the browser itself says of a failed request is no fault.
 */
import { expect, Lab, test as base, watch } from '../lab.ts';
import { isListed } from '../../src/library/hosts.ts';
import { nameSmallFiles } from './mnistLike.ts';
import { startRewrittenLab, type FilesBeside } from './rewrittenLab.ts';
import { chromiumArguments, startHosts, type HostsServer } from './server.ts';

export { expect };

export const test = base.extend<{ hosts: HostsServer }, { server: HostsServer }>({
  server: [
    async ({}, lend) => {
      const server = await startHosts();
      await lend(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ server, launchOptions }, lend) => {
      const args = [...(launchOptions.args ?? []), ...chromiumArguments(server)];
      await lend({ ...launchOptions, args });
    },
    { scope: 'worker' },
  ],
  /** Without faults, and without what earlier stories asked. */
  async hosts({ server }, lend) {
    server.mend();
    server.requests.length = 0;
    await lend(server);
  },
  async lab({ context, page, baseURL }, lend) {
    const faults = watch(context, baseURL!);
    await lend(new Lab(page));
    expect(faults.filter((fault) => !isExpected(fault))).toEqual([]);
  },
});

/** The same, but what the lab calls MNIST is the tests' own small set. */
export const testOnSmallMnist = test.extend<{ besides: FilesBeside }>({
  // What a test puts here lies on the lab's own server.
  besides: ({}, lend) => lend(new Map()),
  async baseURL({ baseURL, besides }, lend) {
    const home = await startRewrittenLab(baseURL!, nameSmallFiles, besides);
    await lend(home.address);
    await home.close();
  },
});

function isExpected(fault: string): boolean {
  const [, asked] = /^request to another origin: (.+)$/.exec(fault) ?? [];
  if (asked) return isListed(asked);
  return /^console error: (Failed to load resource|Access to fetch at .* blocked by CORS)/.test(
    fault,
  );
}
