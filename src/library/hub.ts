/**
 * The Hugging Face Hub: what a dataset holds, read from two answers of the Hub.
 *
 *   /api/datasets/<id>                                    commit, licence, who may read it, rows
 *   /api/datasets/<id>/tree/refs%2Fconvert%2Fparquet      its parquet files, with size and SHA-256
 *
 * The Hub keeps every public dataset that it can read as parquet, on a branch of its own:
 * `<configuration>/<split>/0000.parquet`. Of very large ones it converts a beginning alone, and names
 * the split `partial-train`. See huggingface.co/docs/dataset-viewer/parquet.
 */
import { LabError } from '../core/errors.ts';
import { cleanText } from '../core/shownText.ts';
import type { RemoteFile } from '../datasets/dataset.ts';
import { HUB } from './hosts.ts';
import { askHub, unknownDataset, type HubAccess } from './hubAnswers.ts';
import { hashNamed } from './integrity.ts';
import type { HubListing } from './library.ts';

const CONVERTED = 'refs%2Fconvert%2Fparquet';

/** A listing, and the files behind it. */
export interface HubDataset {
  readonly listing: HubListing;
  /** By configuration and split, in the order of their rows. */
  files(configuration: string, split: string): readonly RemoteFile[];
}

export async function lookUp(id: string, access: HubAccess): Promise<HubDataset> {
  expectId(id);
  const answer = await askHub(`${HUB}/api/datasets/${id}`, id, access);
  if (!answer) throw unknownDataset(id);
  const about = readAbout(answer.json, id);
  const files = await listParquet(id, access);
  if (files.length === 0) throw noParquet(id);
  const places = [...new Set(files.map(({ configuration }) => configuration))];
  const of = (configuration: string, split: string) =>
    files.filter((each) => each.configuration === configuration && each.split === split);
  const splitsOf = (configuration: string) => {
    const own = files.filter((each) => each.configuration === configuration);
    return [...new Set(own.map(({ split }) => split))];
  };
  return {
    listing: {
      ...{ id, revision: about.revision, licence: about.licence },
      configurations: places.map((name) => ({
        name,
        splits: splitsOf(name).map((split) => ({
          name: split,
          bytes: of(name, split).reduce((sum, { file }) => sum + file.bytes, 0),
          rows: about.rows(name, split),
        })),
      })),
    },
    files: (configuration, split) => of(configuration, split).map(({ file }) => file),
  };
}

/** `owner/name`; a few old datasets have a name alone. */
function expectId(id: string): void {
  const part = /^(?!.*(--|\.\.))[A-Za-z0-9]([\w.-]{0,94}[A-Za-z0-9_])?$/;
  const parts = id.split('/');
  if (parts.length <= 2 && parts.every((each) => part.test(each))) return;
  throw new LabError('hub-id', {
    found: `"${id.slice(0, 120)}"`,
    expected: 'the id of a dataset, such as zalando-datasets/fashion_mnist',
    fix: 'copy it from the address of its page: huggingface.co/datasets/<id>',
  });
}

interface About {
  readonly revision: string;
  readonly licence: string | null;
  rows(configuration: string, split: string): number | null;
}

function readAbout(answer: unknown, id: string): About {
  const about = (answer ?? {}) as Record<string, unknown>;
  const { sha, gated, disabled, cardData, tags } = about;
  if (about.private === true || disabled === true || (gated !== undefined && gated !== false)) {
    throw new LabError('hub-gated', {
      found: `${id}, which the Hub hands out only to people who are signed in and were let in`,
      expected: 'a dataset that everybody may read',
      fix: `ask for access at ${HUB}/datasets/${id}, download its files there, and drop them on the page`,
    });
  }
  return {
    revision: typeof sha === 'string' ? sha : 'unknown',
    licence: cleanLicence(licenceOf(cardData, tags)),
    rows: rowsOf(cardData),
  };
}

/** The Hub's card is anybody's text. */
const cleanLicence = (text: string | null) => (text === null ? null : cleanText(text, 200) || null);

function licenceOf(card: unknown, tags: unknown): string | null {
  const { license } = (card ?? {}) as { license?: unknown };
  const named = Array.isArray(license) ? license.join(', ') : license;
  if (typeof named === 'string' && named) return named;
  const tag = Array.isArray(tags) ? tags.find((each) => String(each).startsWith('license:')) : null;
  return tag ? String(tag).slice('license:'.length) : null;
}

/** A dataset's card lists its rows, where it lists anything; nobody checks it before the files do. */
function rowsOf(card: unknown): About['rows'] {
  const { dataset_info: info } = (card ?? {}) as { dataset_info?: unknown };
  const infos = (Array.isArray(info) ? info : [info]) as (CardInfo | undefined)[];
  return (configuration, split) => {
    const own = infos.find((each) => (each?.config_name ?? 'default') === configuration);
    const found = own?.splits?.find(({ name }) => name === split)?.num_examples;
    return Number.isSafeInteger(found) && found! >= 0 ? found! : null;
  };
}

interface CardInfo {
  readonly config_name?: string;
  readonly splits?: readonly { readonly name?: string; readonly num_examples?: number }[];
}

interface PlacedFile {
  readonly configuration: string;
  readonly split: string;
  readonly file: RemoteFile;
}

/** Pages of a listing that are read: the Hub gives up to 1,000 files with each. */
const MOST_PAGES = 10;

async function listParquet(id: string, access: HubAccess): Promise<readonly PlacedFile[]> {
  const found: PlacedFile[] = [];
  let next: string | null = `${HUB}/api/datasets/${id}/tree/${CONVERTED}?recursive=true`;
  for (let page = 0; next !== null && page < MOST_PAGES; page++) {
    const answer = await askHub(next, id, access);
    if (!Array.isArray(answer?.json)) throw noParquet(id);
    found.push(...answer.json.flatMap((entry) => placedFile(entry, id)));
    next = answer.next;
  }
  return found.sort((a, b) => (a.file.name < b.file.name ? -1 : 1));
}

function placedFile(entry: unknown, id: string): readonly PlacedFile[] {
  const { type, path, size, oid = '', lfs } = (entry ?? {}) as TreeEntry;
  const [configuration = '', split = '', name = '', ...rest] = String(path).split('/');
  const isFile = type === 'file' && /^\d+\.parquet$/.test(name) && rest.length === 0;
  const bytes = lfs?.size ?? size;
  const integrity = lfs ? { sha256: lfs.oid ?? '' } : { gitBlob: oid };
  const isNamed = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(hashNamed(integrity));
  if (!isFile || !Number.isSafeInteger(bytes) || bytes! <= 0 || !isNamed) return [];
  const address = [configuration, split, name].map(encodeURIComponent).join('/');
  const file: RemoteFile = {
    name: `${configuration}/${split}/${name}`,
    bytes: bytes!,
    urls: [`${HUB}/datasets/${id}/resolve/${CONVERTED}/${address}`],
    integrity,
  };
  return [{ configuration, split, file }];
}

interface TreeEntry {
  readonly type?: string;
  readonly path?: string;
  readonly size?: number;
  /** git's name of the blob; where there is `lfs`, that of a pointer. */
  readonly oid?: string;
  /** Of large files, which parquet files are; `oid` is the SHA-256. */
  readonly lfs?: { readonly oid?: string; readonly size?: number };
}

function noParquet(id: string): LabError {
  return new LabError('hub-no-parquet', {
    found: `${id}, of which the Hub has no parquet files`,
    expected: 'a dataset that the Hub could convert to parquet',
    fix: `download its files from ${HUB}/datasets/${id}/tree/main and drop them on the page`,
  });
}
