/** What a server's answer means for a download, and what a person is told where it failed. */
import { LabError } from '../core/errors.ts';
import type { RemoteFile } from '../datasets/dataset.ts';

/** What came of a file so far. */
export interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>;
  filled: number;
  /** The version that the server named, where it may be read. */
  etag: string | null;
  /** From more than one answer. */
  isPieced: boolean;
}

export type FetchFault = (code: FetchCode, status?: number) => LabError;

type FetchCode =
  | 'cancelled'
  | 'download-cut'
  | 'download-missing'
  | 'download-no-ranges'
  | 'download-offline'
  | 'download-page'
  | 'download-refused'
  | 'download-server'
  | 'download-silent'
  | 'download-unreachable'
  | 'download-wrong-bytes';

interface Expected {
  readonly received: Received;
  readonly fault: FetchFault;
  /** Of a part of the file: where it begins. */
  readonly part?: { readonly begin: number };
}

/**
 * From which byte on the answer's body goes, and of which version it is; throws where it is no part
 * of the file.
 *
 * @param begin the first byte that was asked for, of those that are wanted
 */
export function readAnswer(
  answer: Response,
  begin: number,
  { received, fault, part }: Expected,
): Omit<Received, 'bytes'> {
  expectFile(answer, received, fault);
  const etag = answer.headers.get('ETag');
  if (answer.status !== 206) {
    if (part) throw fault('download-no-ranges');
    return { filled: 0, etag, isPieced: false }; // all of it, asked or not
  }
  const isOther = received.etag !== null && etag !== null && etag !== received.etag;
  const first = (part?.begin ?? 0) + begin;
  if (isOther || beginOf(answer, first) !== first) {
    received.filled = 0;
    received.etag = null;
    throw fault('download-cut');
  }
  return { filled: begin, etag: etag ?? received.etag, isPieced: true };
}

function expectFile(answer: Response, received: Received, fault: FetchFault): void {
  const { status, ok, headers, body } = answer;
  if (status === 416) {
    received.filled = 0; // the file there is shorter than what is here
    throw fault('download-cut');
  }
  if (status === 404 || status === 410) throw fault('download-missing', status);
  if (status >= 500 || status === 429 || status === 408) throw fault('download-server', status);
  if (!ok) throw fault('download-refused', status);
  if (headers.get('Content-Type')?.includes('text/html')) throw fault('download-page');
  if (!body) throw fault('download-cut');
}

/** Servers rarely let other pages read `Content-Range`; what was asked for is then taken as given. */
function beginOf(answer: Response, asked: number): number {
  const [, begin] = /^bytes (\d+)-/.exec(answer.headers.get('Content-Range') ?? '') ?? [];
  return begin === undefined ? asked : Number(begin);
}

interface Fetched {
  readonly file: RemoteFile;
  readonly url: string;
  /** What a person may do where the server does not help; begins a sentence's second half. */
  readonly fallback: string;
  readonly received: Received;
}

export function fetchFaults({ file, url, fallback, received }: Fetched): FetchFault {
  const { host } = new URL(url);
  const whole = `all ${countText(file.bytes)} bytes of ${file.name}`;
  return (code, status) => {
    const goesOn =
      received.filled > 0 ? `; the ${countText(received.filled)} bytes that came are kept` : '';
    const texts: Record<FetchCode, readonly [found: string, expected: string, fix: string]> = {
      cancelled: [
        `a download of ${file.name} that was cancelled`,
        whole,
        `start it again when you like${goesOn}`,
      ],
      'download-cut': [
        `${file.name} from ${host}, which broke off after ${countText(received.filled)} bytes`,
        whole,
        `try again${goesOn}, or ${fallback}`,
      ],
      'download-missing': [
        `no ${file.name} on ${host} (answer ${status})`,
        `the file at ${url}`,
        `it may have moved: ${fallback}`,
      ],
      'download-no-ranges': [
        `all of ${file.name} from ${host}, where a part was asked for`,
        'a server that sends parts of files',
        fallback,
      ],
      'download-offline': [
        'a browser without network',
        `${file.name} from ${host}`,
        `connect and try again${goesOn}, or ${fallback}`,
      ],
      'download-page': [
        `a web page in place of ${file.name} from ${host}`,
        `the file at ${url}`,
        `if this network asks to log in, do so and try again; or ${fallback}`,
      ],
      'download-refused': [
        `that ${host} does not hand out ${file.name} (answer ${status})`,
        'a file that everybody may read',
        fallback,
      ],
      'download-server': [
        `a fault of ${host} (answer ${status}) in place of ${file.name}`,
        whole,
        `try again later${goesOn}, or ${fallback}`,
      ],
      'download-silent': [
        `nothing more of ${file.name} from ${host} for half a minute`,
        whole,
        `try again${goesOn}, or ${fallback}`,
      ],
      'download-unreachable': [
        `no answer from ${host} that could be read`,
        whole,
        `see whether the network is there and nothing blocks ${host} (an ad blocker, a company's network; the host itself may not allow pages to read it), and try again${goesOn}; or ${fallback}`,
      ],
      'download-wrong-bytes': [
        `a file from ${host} that is not ${file.name}: its checksum differs`,
        `${'sha256' in file.integrity ? `SHA-256 ${file.integrity.sha256}` : `git blob ${file.integrity.gitBlob}`}`,
        `try again; if it comes back, the file was changed there or on the way: ${fallback}. Nothing of it was read`,
      ],
    };
    const [found, expected, fix] = texts[code];
    return new LabError(code, { found, expected, fix });
  };
}

const countText = (count: number): string => count.toLocaleString('en');
