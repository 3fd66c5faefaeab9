/** Questions to the Hub, and what its refusals mean. */
import { codeOf, LabError } from '../core/errors.ts';
import { cancelled } from '../datasets/importing/progress.ts';
import type { FetchSurroundings } from './fetching.ts';
import { HUB } from './hosts.ts';

export type HubAccess = Pick<FetchSurroundings, 'fetch' | 'signal' | 'pause' | 'silenceMs'>;

const SILENCE_MS = 30_000;
const PAUSE_MS = 1_000;

export interface HubAnswer {
  readonly json: unknown;
  /** Where the listing goes on; null at its end. */
  readonly next: string | null;
}

/**
 * A small answer, soon or not at all.
 *
 * @param id of the dataset, for errors
 * @returns null where there is no such thing (404)
 */
export async function askHub(
  url: string,
  id: string,
  access: HubAccess,
): Promise<HubAnswer | null> {
  const { status, text, next } = await askTwice(url, access);
  if (status === 404) return null;
  if (status < 200 || status > 299) throw refusal(status, id);
  return { json: parse(text), next };
}

interface Heard {
  readonly status: number;
  readonly text: string;
  readonly next: string | null;
}

/** A connection that was kept open may have gone meanwhile: the first failure tells little. */
async function askTwice(url: string, access: HubAccess): Promise<Heard> {
  try {
    return await ask(url, access);
  } catch (error) {
    if (codeOf(error) !== 'hub-unreachable') throw error;
    await access.pause(PAUSE_MS, access.signal).catch(() => {
      throw cancelled();
    });
    return ask(url, access);
  }
}

async function ask(url: string, access: HubAccess): Promise<Heard> {
  const late = AbortSignal.timeout(access.silenceMs ?? SILENCE_MS);
  const signal = AbortSignal.any([access.signal, late]);
  try {
    const answer = await access.fetch(url, { signal, headers: { Accept: 'application/json' } });
    return { status: answer.status, text: await answer.text(), next: nextPage(answer) };
  } catch {
    throw access.signal.aborted ? cancelled() : unreachable(late.aborted);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const fix = 'if this network asks to log in, do so; else try again in a few minutes';
    throw hubFault(text.trimStart().startsWith('<') ? 'a web page' : 'a text that breaks off', fix);
  }
}

/** `Link: <https://…>; rel="next"`; no other host is followed. */
function nextPage(answer: Response): string | null {
  const [, url] = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('Link') ?? '') ?? [];
  return url?.startsWith(`${HUB}/`) ? url : null;
}

function unreachable(isLate: boolean): LabError {
  return new LabError('hub-unreachable', {
    found: isLate ? 'no answer of the Hub for half a minute' : 'no answer of the Hub',
    expected: `an answer of ${HUB}`,
    fix: 'see whether the network is there and nothing blocks huggingface.co, and try again; files of a dataset can also be downloaded by hand and dropped on the page',
  });
}

function refusal(status: number, id: string): LabError {
  // The Hub says 401 of what does not exist, too: it does not tell what is private.
  if (status === 401 || status === 403) return unknownDataset(id, status);
  return hubFault(`a fault of the Hub (answer ${status})`, 'try again in a few minutes');
}

export function unknownDataset(id: string, status = 404): LabError {
  return new LabError('hub-unknown', {
    found: `no public dataset ${id} on the Hub (answer ${status})`,
    expected: 'the id of a dataset that everybody may read',
    fix: `look whether ${HUB}/datasets/${id} is there; of a private one, download the files and drop them on the page`,
  });
}

const hubFault = (found: string, fix: string) =>
  new LabError('hub-fault', { found, expected: 'a listing of the Hub', fix });
