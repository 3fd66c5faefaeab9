/**
 * The built lab behind a server of its own that changes its scripts on the way, and may have more
 * files. Playwright's `route` would do, but under it Chromium's workers reach no other origin.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What lies there besides the lab, by path: `/downloads/index.json`. */
export type FilesBeside = Map<string, { readonly type: string; readonly body: string | Buffer }>;

export interface RewrittenLab {
  /** `http://localhost:1234/` */
  readonly address: string;
  close(): Promise<void>;
}

export async function startRewrittenLab(
  original: string,
  rewrite: (script: string) => string,
  besides: FilesBeside,
): Promise<RewrittenLab> {
  async function answer(path: string, response: ServerResponse): Promise<void> {
    const source = await fetch(new URL(path, original));
    const own = besides.get(path);
    const type = own?.type ?? source.headers.get('Content-Type') ?? 'application/octet-stream';
    for (const [name, value] of source.headers) if (isOfPage(name)) response.setHeader(name, value);
    response.setHeader('Content-Type', type);
    response.statusCode = source.status;
    if (own) response.end(own.body);
    else if (type.includes('javascript')) response.end(rewrite(await source.text()));
    else response.end(Buffer.from(await source.arrayBuffer()));
  }

  const server = createServer((request, response) => {
    answer(request.url ?? '/', response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Isolation and policy, which belong to what is tested. */
const isOfPage = (name: string) => /^(cross-origin-|content-security-policy)/.test(name);
