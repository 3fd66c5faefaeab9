/** The ways in which a host may fail, each of them seen in the wild. */
import type { ServerResponse } from 'node:http';
import type { Content } from './server.ts';

export type Fault =
  /** 404 */
  | 'missing'
  /** 403 */
  | 'refused'
  /** 500 */
  | 'server'
  /** A tenth of the bytes, and then nothing, for ever. */
  | 'silent'
  /** All bytes, in ten pieces, half a second apart. */
  | 'slow'
  /** The connection ends after half of the bytes. */
  | 'cut'
  /** The same of the part that was asked for. */
  | 'cut-part'
  /** 200, and as many bytes, but others. */
  | 'wrong'
  /** 200, and a page to log in. */
  | 'page'
  /** All is well, but no page may read it. */
  | 'no-cors'
  /** 200 and all bytes whenever a part is asked for. */
  | 'no-ranges';

/** Those in which something else is sent than what lies there. */
type Damage = Exclude<Fault, 'no-cors' | 'no-ranges' | 'cut-part'>;

export function isDamaged(fault: Fault | undefined): fault is Damage {
  return fault !== undefined && !['no-cors', 'no-ranges', 'cut-part'].includes(fault);
}

export function spoil(response: ServerResponse, fault: Damage, content?: Content): void {
  const bytes = content && 'bytes' in content ? content.bytes : new Uint8Array(1000);
  const heads = { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length };
  switch (fault) {
    case 'missing':
      return void response.writeHead(404).end('404: Not Found');
    case 'refused':
      return void response.writeHead(403).end('Forbidden');
    case 'server':
      return void response.writeHead(500).end('Internal Server Error');
    case 'silent':
      response.writeHead(200, heads);
      return void response.write(bytes.subarray(0, bytes.length / 10));
    case 'slow':
      response.writeHead(200, heads);
      return void sendSlowly(response, bytes);
    case 'cut':
      response.writeHead(200, heads);
      response.write(bytes.subarray(0, bytes.length / 2));
      // Bytes that still lie in a buffer when a connection breaks are lost.
      return void setTimeout(() => response.destroy(), 100);
    case 'wrong':
      return void response.writeHead(200, heads).end(bytes.map((byte) => byte ^ 1));
    case 'page':
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      return void response.end('<!doctype html><title>Guest network</title><p>Please log in.');
  }
}

async function sendSlowly(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  const step = Math.ceil(bytes.length / 10);
  for (let begin = 0; begin < bytes.length && !response.destroyed; begin += step) {
    response.write(bytes.subarray(begin, begin + step));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  response.end();
}
