/**
 * Results as a file that leaves the browser: JSON by the schema in resultSchema.ts. What comes in is
 * read whole or refused with the name of the faulty field. Exporting what was imported gives the
 * same bytes.
 *
 * Imports zod through its schema: import this file lazily.
 */
import { LabError } from '../core/errors.ts';
import type { Environment, RunRecord } from '../training/result.ts';
import { crc32 } from './checksum.ts';
import { parseJson, readText } from './jsonText.ts';
import { checkRuns, faultOfSchema } from './resultChecks.ts';
import { fileEnvironmentOf, fileRunOf, recordOf } from './resultRuns.ts';
import { resultFileSchema, type ResultFile } from './resultSchema.ts';

const SCHEMA_VERSION = 1;

export interface ExportContext {
  readonly app: { readonly name: string; readonly version: string; readonly commit: string };
  /** Where the file is written; null when no engine has run here. */
  readonly environment: Environment | null;
  /** ISO 8601, UTC. */
  readonly created: string;
}

export interface ImportedResults {
  readonly runs: readonly RunRecord[];
  /** The file was changed after the lab wrote it. It may be right all the same: say so and go on. */
  readonly isEdited: boolean;
}

/** The text of a results file. A run that has not ended is written as stopped. */
export function exportRuns(records: readonly RunRecord[], context: ExportContext): string {
  const { name, version, commit } = context.app;
  const file: ResultFile = {
    schemaVersion: SCHEMA_VERSION,
    app: { name, version, commit },
    environment: context.environment && fileEnvironmentOf(context.environment),
    created: context.created,
    runs: records.map(fileRunOf),
  };
  return print({ ...file, bodyCrc32: checksumOf(file) });
}

/** The runs of a results file; rejects with a LabError that names what is wrong and where. */
export async function importRuns(source: string | File): Promise<RunRecord[]> {
  return [...(await readResults(source)).runs];
}

export async function readResults(source: string | File): Promise<ImportedResults> {
  const value = migrate(parseJson(await readText(source)));
  const parsed = resultFileSchema.safeParse(value);
  if (!parsed.success) throw faultOfSchema(parsed.error, value);
  const { bodyCrc32, ...body } = parsed.data;
  checkRuns(body.runs);
  return {
    runs: body.runs.map(recordOf),
    isEdited: bodyCrc32 !== undefined && bodyCrc32 !== checksumOf(body),
  };
}

/** To the present version. The first one has none before it; later ones add a pure step each. */
function migrate(value: unknown): unknown {
  const version = versionOf(value);
  if (version === SCHEMA_VERSION) return value;
  const isNewer = typeof version === 'number' && version > SCHEMA_VERSION;
  throw new LabError(isNewer ? 'results-newer' : 'results-version', {
    found: `schemaVersion ${JSON.stringify(version) ?? 'missing'}`,
    expected: `schemaVersion ${SCHEMA_VERSION}`,
    fix: isNewer
      ? `open it in a newer Coordinet Lab, one that knows results of version ${version}`
      : 'choose a results file that Coordinet Lab exported',
  });
}

function versionOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LabError('results-kind', {
      found: 'JSON that is not an object',
      expected: 'a results file of Coordinet Lab',
      fix: 'choose a results file that Coordinet Lab exported',
    });
  }
  return (value as { schemaVersion?: unknown }).schemaVersion;
}

function checksumOf(body: Omit<ResultFile, 'bodyCrc32'>): string {
  return crc32(new TextEncoder().encode(print(body)))
    .toString(16)
    .padStart(8, '0');
}

/** Two spaces deep, arrays of numbers on one line, a line break at the end. */
function print(value: object): string {
  const pretty = JSON.stringify(value, null, 2);
  return `${pretty.replace(/\[\n[^[\]{}"]+\]/g, joinLines)}\n`;
}

function joinLines(array: string): string {
  return array.replace(/\n\s*/g, ' ').replace(/^\[ /, '[').replace(/ \]$/, ']');
}
