/**
 * The results file, version 3, as a schema: the source of docs/result-schema.json. A change of
 * meaning or of a required field is a new version, with a migration in resultVersions.ts and the old
 * fixture kept.
 *
 * The only file that imports zod, so whoever needs this imports it lazily.
 */
import * as z from 'zod';
import { MAX_NOTES, MAX_TAG, MAX_TAGS } from '../training/annotations.ts';
import { MOST_CHANGES } from '../training/augmentation.ts';

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
/** A code point takes two of a text's units at most, which is what a schema counts. */
const short = (codePoints: number) => z.string().max(2 * codePoints);

const systemChoice = z
  .strictObject({
    id: z.string().min(1).max(120),
    options: z.record(
      z.string().max(120),
      z.union([z.number(), z.string().max(2000), z.boolean()]),
    ),
  })
  .describe('a system of the lab and its options; missing options take their defaults');

const ranged = systemChoice
  .extend({
    to: z
      .record(z.string().max(120), z.number())
      .optional()
      .describe('where each of these options ends; it is drawn evenly between its two ends'),
  })
  .describe('a system of the lab whose numbers may be drawn anew each time it is used');

const augmentation = z
  .strictObject({
    changes: z
      .array(ranged)
      .max(MOST_CHANGES)
      .describe('the first acts first; drawn by each image'),
    sensor: ranged.nullable().describe('drawn by each batch; null: the grid of the dataset'),
  })
  .describe('what training images go through; test images do not');

const spec = z
  .strictObject({
    task: systemChoice,
    dataset: systemChoice,
    trainingImages: z.int().min(1).describe('the first N of a seeded order of the training part'),
    augmentation: augmentation.nullable().describe('null: training images as they are'),
    architecture: systemChoice,
    encoding: systemChoice.nullable().describe('null where the architecture uses none'),
    optimiser: systemChoice,
    schedule: systemChoice,
    learningRate: z.number().min(0).describe('peak of the schedule'),
    steps: z.int().min(1),
    batchSize: z.int().min(1),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  })
  .describe('what was wanted: the same spec on the same backend gives the same result');

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
    schemaVersion: z.literal(3),
    app: z
      .strictObject({
        name: text('of the program'),
        version: text('of the lab'),
        commit: text('of the lab'),
      })
      .describe('what wrote this file'),
    environment: environment.nullable().describe('where it was written; null when no engine ran'),
    created: time('UTC; when this file was written'),
    runs: z.array(run),
    bodyCrc32: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .optional()
      .describe('CRC-32 of this file as UTF-8 text without this field: tells edits by hand'),
  })
  .meta({
    title: 'Coordinet Lab results, version 3',
    description:
      'Runs of Coordinet Lab. Beyond this schema: the columns of a history have equal length, its steps increase, ids are unique, only a diverged run has losses that are not finite, a run has as many classes at every point.',
  });

export type ResultFile = z.infer<typeof resultFileSchema>;
export type ResultRun = ResultFile['runs'][number];

/** JSON Schema, draft 2020-12. */
export function jsonSchema(): object {
  return z.toJSONSchema(resultFileSchema, { target: 'draft-2020-12' });
}
