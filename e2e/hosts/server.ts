/**
 * One server on this machine that answers as the hosts of src/library/hosts.ts do: same paths, range
 * requests, redirects, ETags, and who may read what (CORS). It knows only what a test put there, and
 * fails where a test tells it to.
 *
 * Like the real hosts it gives no leave beforehand: a request that needs a preflight is refused.
 *
 * A browser is sent here by `--host-resolver-rules` (see `resolverRules`), Node by a fetch of its own
 * (nodeFetch.ts), which names the host as first part of the path.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { hosts } from '../../src/library/hosts.ts';
import { isDamaged, spoil, type Fault } from './faults.ts';

export interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly range: string | null;
}

/** What lies at an address: bytes, or where to go on, or an answer of the Hub. */
export type Content =
  | StoredBytes
  | { readonly redirect: string }
  | { readonly status: number; readonly json: unknown; readonly link?: string };

interface StoredBytes {
  readonly bytes: Uint8Array;
  readonly type?: string;
  readonly etag?: string;
}

export interface HostsServer {
  readonly port: number;
  /** In the order in which they came. */
  readonly requests: AskedRequest[];
  /** Puts something there, in place of what was there. */
  put(url: string, content: Content): void;
  /** @param times after which all is well again */
  fail(url: string, fault: Fault, times?: number): void;
  /** Mends all faults. */
  mend(): void;
  close(): Promise<void>;
}

export async function startHosts(
  { secure }: { secure: boolean } = { secure: true },
): Promise<HostsServer> {
  const contents = new Map<string, Content>();
  const faults = new Map<string, { fault: Fault; times: number }>();
  const requests: AskedRequest[] = [];
  const sockets = new Set<Socket>();

  /** Of the next answer; counts down. */
  function faultOf(url: string): Fault | undefined {
    const planned = faults.get(url);
    if (!planned || planned.times <= 0) return undefined;
    planned.times--;
    return planned.fault;
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = urlOf(request);
    const { range = null } = request.headers;
    requests.push({ method: request.method!, url, range });
    // Query strings carry signatures, of which nobody here takes notice.
    const address = url.split('?')[0]!;
    const fault = faultOf(address);
    const content = contents.get(address);
    if (fault !== 'no-cors') allowReading(response, url, request.headers.origin);
    if (request.method === 'OPTIONS') return void response.writeHead(403).end();
    if (isDamaged(fault)) return spoil(response, fault, content);
    if (!content) return void response.writeHead(404, plain).end('404: Not Found');
    send(response, content, fault === 'no-ranges' ? null : range, fault === 'cut-part');
  }

  const server = secure ? createSecureServer(await certificate(), answer) : createServer(answer);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    requests,
    put: (url, content) => void contents.set(url, content),
    fail: (url, fault, times = Infinity) => void faults.set(url, { fault, times }),
    mend: () => faults.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Arguments for Chromium: the hosts are here, and their certificate is to be believed. */
export function chromiumArguments({ port }: HostsServer): string[] {
  const names = hosts.map(({ origin }) => origin.replace('https://', ''));
  const rules = names.map((name) => `MAP ${name} 127.0.0.1:${port}`);
  return [`--host-resolver-rules=${rules.join(', ')}`, '--ignore-certificate-errors'];
}

const plain = { 'Content-Type': 'text/plain; charset=utf-8' };

function urlOf({ headers, url = '/' }: IncomingMessage): string {
  const host = headers.host ?? '';
  return host.startsWith('127.0.0.1') ? `https:/${url}` : `https://${host}${url}`;
}

/** As the hosts do: the Hub names who asks and shows many heads, the others let anybody read. */
function allowReading(response: ServerResponse, url: string, origin = '*'): void {
  const isHub = new URL(url).host === 'huggingface.co';
  response.setHeader('Access-Control-Allow-Origin', isHub ? origin : '*');
  if (!isHub) return;
  response.setHeader('Vary', 'Origin');
  response.setHeader(
    'Access-Control-Expose-Headers',
    'X-Repo-Commit,X-Error-Code,X-Error-Message,ETag,Link,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag',
  );
}

function send(
  response: ServerResponse,
  content: Content,
  range: string | null,
  isCut: boolean,
): void {
  if ('redirect' in content) {
    response.writeHead(302, { Location: content.redirect }).end();
  } else if ('status' in content) {
    const link = content.link ? { Link: content.link } : {};
    response
      .writeHead(content.status, { 'Content-Type': 'application/json; charset=utf-8', ...link })
      .end(JSON.stringify(content.json));
  } else sendBytes(response, content, range, isCut);
}

function sendBytes(
  response: ServerResponse,
  { bytes, type = 'application/octet-stream', etag = etagOf(bytes) }: StoredBytes,
  range: string | null,
  isCut: boolean,
): void {
  const heads = { 'Content-Type': type, ETag: etag, 'Accept-Ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined) {
    response.writeHead(200, { ...heads, 'Content-Length': bytes.length }).end(bytes);
    return;
  }
  const begin = Number(first);
  const end = last ? Math.min(Number(last) + 1, bytes.length) : bytes.length;
  if (begin >= end) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    return;
  }
  const part = bytes.subarray(begin, end);
  const span = `bytes ${begin}-${end - 1}/${bytes.length}`;
  response.writeHead(206, { ...heads, 'Content-Length': part.length, 'Content-Range': span });
  if (!isCut) return void response.end(part);
  response.write(part.subarray(0, part.length / 2));
  setTimeout(() => response.destroy(), 100);
}

const etagOf = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;

async function certificate(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'hosts of the tests' }]);
  return { key: made.private, cert: made.cert };
}
