/**
 * The results file, version 4, as a schema: the source of docs/result-schema.json. A change of
 * meaning or of a required field is a new version, with a migration in resultVersions.ts and the old
 * fixture kept.
 *
 * Imports zod: whoever needs this imports it lazily.
 */
import * as z from 'zod';
import { MAX_NOTES, MAX_TAG, MAX_TAGS } from '../training/annotations.ts';
import { analysis } from './analysisSchema.ts';
import { spec, viewing } from './specSchema.ts';
import { study } from './studySchema.ts';

// The page's security policy allows no code from text, which zod would otherwise try.
z.config({ jitless: true });

const text = (description: string) => z.string().describe(description);
const count = (description: string) => z.int().min(0).describe(description);
const sha256 = (description: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe(description);
const time = (description: string) => z.iso.datetime().describe(description);

/** JSON has no number for these: a run that diverged may have recorded them. */
export const notFinite = ['NaN', 'Infinity', '-Infinity'] as const;
const loss = z.union([z.number().min(0), z.enum(notFinite)]);
const accuracy = z.number().min(0).max(1);
const MAX_CLASSES = 256;
const MAX_VIEWS = 200;
/** A code point takes two of a text's units at most, which is what a schema counts. */
const short = (codePoints: number) => z.string().max(2 * codePoints);

const history = z
  .strictObject({
    step: z.array(z.int().min(0)).describe('steps taken when recorded; increasing'),
    trainLoss: z
      .array(z.nullable(loss))
      .describe('nats, mean over the batches since the point before; null at step 0'),
    trainAccuracy: z.array(accuracy.nullable()).describe('0 to 1; null at step 0'),
    testLoss: z.array(loss).describe('nats, on a fixed subset of at most 500 test images'),
    testAccuracy: z.array(accuracy).describe('0 to 1, on the same subset'),
    testClassAccuracy: z
      .array(z.array(accuracy.nullable()).max(MAX_CLASSES).nullable())
      .describe(
        'by class, 0 to 1, on the same subset; null for a class that has no image there, and as a whole where it was not recorded',
      ),
    validationLoss: z
      .array(loss.nullable())
      .describe('nats, on the whole validation slice; null where the run has none'),
    validationAccuracy: z.array(accuracy.nullable()).describe('0 to 1, on the same images'),
  })
  .describe('columns of equal length, one entry for each recorded point');

const final = z
  .strictObject({
    testAccuracy: accuracy.describe('0 to 1, on the whole test set'),
    testLoss: z.number().min(0).describe('nats, on the whole test set'),
    testCount: z.int().min(1),
    parameterCount: count('trained numbers'),
    weightsSha256: sha256('over all parameters in order, float32 little-endian'),
    trainedMs: z.number().min(0).describe('milliseconds spent training'),
    classAccuracy: z
      .array(accuracy.nullable())
      .max(MAX_CLASSES)
      .nullable()
      .describe('by class, on the whole test set; null for a class without images; null: unknown'),
    validation: z
      .strictObject({
        accuracy,
        loss: z.number().min(0).describe('nats'),
        count: z.int().min(1),
      })
      .nullable()
      .describe('on the whole validation slice; null without one'),
    bestStep: z
      .int()
      .min(0)
      .nullable()
      .describe('steps after which the weights were as they are scored here; null: the last ones'),
    initialWeightsSha256: sha256('of the weights as they were drawn').nullable(),
    batchOrderSha256: sha256(
      'over the images of all batches in order: indices into the training part, int32 little-endian',
    ).nullable(),
  })
  .describe('of a finished run');

const environment = z
  .strictObject({
    backend: text('what computed: webgpu, webgl, wasm or cpu'),
    backendLabel: text('as shown to people'),
    threads: count('threads of the backend'),
    adapter: text('name of the GPU').nullable(),
    platform: text("browser's user agent or Node's version"),
    libraries: z.record(z.string().max(200), z.string().max(200)).describe('versions by name'),
  })
  .describe('where it was computed');

const run = z.strictObject({
  id: z.string().min(1).max(200).describe('unique in this file'),
  name: text('for people'),
  notes: short(MAX_NOTES).describe('what a person wrote about it; may have several lines'),
  tags: z.array(short(MAX_TAG)).max(MAX_TAGS).describe('short words to find it by'),
  comparison: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .describe('id of the comparison that it belongs to; null where it was trained alone'),
  colour: count('place in the order of run colours'),
  spec,
  status: z.enum(['finished', 'stopped', 'diverged', 'failed']),
  reason: text('why it diverged or failed').nullable(),
  step: count('steps taken'),
  history,
  final: final.nullable().describe('null unless the run finished'),
  views: z
    .array(z.strictObject({ label: z.string().max(2000), viewing, accuracy }))
    .max(MAX_VIEWS)
    .describe('other looks at the test set, for a study that asks for them'),
  createdAt: time('UTC'),
  environment: environment.nullable().describe('null when no step was taken'),
  datasetSha256: sha256(
    'over train images, train labels, test images, test labels in that order',
  ).nullable(),
  app: z
    .strictObject({ version: text('of the lab'), commit: text('of the lab') })
    .describe('the lab that trained it'),
});

export const resultFileSchema = z
  .strictObject({
    schemaVersion: z.literal(4),
    app: z
      .strictObject({
        name: text('of the program'),
        version: text('of the lab'),
        commit: text('of the lab'),
      })
      .describe('what wrote this file'),
    environment: environment.nullable().describe('where it was written; null when no engine ran'),
    created: time('UTC; when this file was written'),
    study: study.optional().describe('whose runs these are; missing: they are single runs'),
    runs: z.array(run),
    analysis: analysis.optional().describe('what the study said when the file was written'),
    bodyCrc32: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .optional()
      .describe('CRC-32 of this file as UTF-8 text without this field: tells edits by hand'),
  })
  .meta({
    title: 'Coordinet Lab results, version 4',
    description:
      'Runs of Coordinet Lab. Beyond this schema: the columns of a history have equal length, its steps increase, ids are unique, only a diverged run has losses that are not finite, a run has as many classes at every point, and the runs of a study answer cells of its plan.',
  });

export type ResultFile = z.infer<typeof resultFileSchema>;
export type ResultRun = ResultFile['runs'][number];

/** JSON Schema, draft 2020-12. */
export function jsonSchema(): object {
  return z.toJSONSchema(resultFileSchema, { target: 'draft-2020-12' });
}
