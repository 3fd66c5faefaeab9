/**
 * Results as a file that leaves the browser: JSON by the schema in resultSchema.ts. What comes in is
 * read whole or refused with the name of the faulty field. Exporting what was imported gives the
 * same bytes.
 *
 * Imports zod through its schema: import this file lazily.
 */
import { crc32 } from '../datasets/files/crc32.ts';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import type { Study, StudyWithRuns } from '../studies/study.ts';
import type { Environment, RunRecord } from '../training/result.ts';
import { analysisOf, fileAnalysisOf } from './analysisSchema.ts';
import { parseJson, printJson, readText } from './jsonText.ts';
import { checkRuns, faultOfSchema } from './resultChecks.ts';
import { fileEnvironmentOf, fileRunOf, recordOf } from './resultRuns.ts';
import { resultFileSchema } from './resultSchema.ts';
import { checkedStudy, fileStudyOf } from './resultStudy.ts';
import { bodyOfVersion, migrate, SCHEMA_VERSION, type ResultBody } from './resultVersions.ts';

export interface ExportContext {
  readonly app: { readonly name: string; readonly version: string; readonly commit: string };
  /** Where the file is written; null when no engine has run here. */
  readonly environment: Environment | null;
  /** ISO 8601, UTC. */
  readonly created: string;
}

export interface ImportedResults {
  readonly runs: readonly RunRecord[];
  /** Whose runs these are, in the order in which they ended; null where they are single runs. */
  readonly study: Study | null;
  /** What the study said when the file was written; null where nobody had asked. */
  readonly analysis: StudyAnalysis | null;
  /** The file was changed after the lab wrote it. It may be right all the same: say so and go on. */
  readonly isEdited: boolean;
}

/** The text of a results file. A run that has not ended is written as stopped. */
export function exportRuns(records: readonly RunRecord[], context: ExportContext): string {
  return textOf(headOf(context), { runs: records.map(fileRunOf) });
}

/**
 * The text of a study's results: its plan, all of its attempts, and what they say.
 *
 * @param analysis null: not analysed yet
 */
export function exportStudy(
  { study, runs }: StudyWithRuns,
  analysis: StudyAnalysis | null,
  context: ExportContext,
): string {
  return textOf(headOf(context), {
    study: fileStudyOf(study),
    runs: runs.map(fileRunOf),
    ...(analysis && { analysis: fileAnalysisOf(analysis) }),
  });
}

type Head = Pick<ResultBody, 'schemaVersion' | 'app' | 'environment' | 'created'>;

function headOf({ app, environment, created }: ExportContext): Head {
  const { name, version, commit } = app;
  return {
    schemaVersion: SCHEMA_VERSION,
    app: { name, version, commit },
    environment: environment && fileEnvironmentOf(environment),
    created,
  };
}

function textOf(head: Head, contents: Omit<ResultBody, keyof Head>): string {
  const body = { ...head, ...contents };
  return printJson({ ...body, bodyCrc32: checksumOf(body) });
}

/** The runs of a results file; rejects with a LabError that names what is wrong and where. */
export async function importRuns(source: string | File): Promise<RunRecord[]> {
  return [...(await readResults(source)).runs];
}

export async function readResults(source: string | File): Promise<ImportedResults> {
  return resultsOf(await readJson(source));
}

/** The JSON of a file, whatever it holds. */
export async function readJson(source: string | File): Promise<unknown> {
  return parseJson(await readText(source));
}

/** What a results file's JSON says. */
export async function resultsOf(value: unknown): Promise<ImportedResults> {
  const { file, version } = migrate(value);
  const parsed = resultFileSchema.safeParse(file);
  if (!parsed.success) throw faultOfSchema(parsed.error, file);
  const { bodyCrc32, ...body } = parsed.data;
  checkRuns(body.runs);
  const runs = body.runs.map(recordOf);
  return {
    runs,
    study: await checkedStudy(body, runs),
    analysis: body.analysis ? analysisOf(body.analysis) : null,
    isEdited: bodyCrc32 !== undefined && bodyCrc32 !== checksumOf(bodyOfVersion(body, version)),
  };
}

function checksumOf(body: object): string {
  return crc32(new TextEncoder().encode(printJson(body)))
    .toString(16)
    .padStart(8, '0');
}
