/**
 * The robustness file, version 1, as a schema: the form of studies/robustness/report.ts. Specs,
 * viewings and knobs are checked by the systems that they name (robustnessFile.ts).
 *
 * Imports zod: import this file lazily.
 */
import * as z from 'zod';
import { REPORT_SCHEMA, REPORT_VERSION } from '../studies/robustness/report.ts';

// The page's security policy allows no code from text, which zod would otherwise try.
z.config({ jitless: true });

const MAX_CLASSES = 256;
const MAX_RUNS = 200;
const MAX_MEASUREMENTS = 5000;
const MAX_CHANGES = 64;

const id = z.string().min(1).max(200);
const text = z.string().max(2000);
const share = z.number().min(0).max(1);
const ratio = z.number();
const counts = z.array(z.int().min(0)).max(MAX_CLASSES);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Their values are checked by the system that has them, which can say what it wants. */
const options = z.record(z.string().max(120), z.unknown());
const choice = z.strictObject({ id, options });
const changeChoice = z.strictObject({ id, options, to: options.optional() });

const viewing = z.strictObject({
  changes: z.array(changeChoice).max(MAX_CHANGES),
  sensor: choice.nullable(),
  told: z.boolean(),
  assumed: z
    .strictObject({ changes: z.array(choice).max(MAX_CHANGES), sensor: choice.nullable() })
    .optional(),
  weighted: z.boolean(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
});

const knob = z.strictObject({
  kind: z.enum(['transform', 'sensor']),
  id,
  option: id,
  place: z.int().min(0).optional(),
});

const result = z.strictObject({
  run: id,
  right: counts,
  total: counts,
  broken: z.int().min(0),
  share: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
});

const measurement = z.strictObject({
  id,
  label: text,
  viewing,
  knob: knob.nullable(),
  strength: z.number().nullable(),
  results: z.array(result).max(MAX_RUNS),
});

const corruptionErrors = z.strictObject({
  clean: id,
  corruptions: z.array(id).max(MAX_MEASUREMENTS),
  baseline: id,
  diverged: z.int().min(0),
  rows: z
    .array(
      z.strictObject({
        run: id,
        mCE: ratio.nullable(),
        relativeMCE: ratio.nullable(),
        ratios: z.array(ratio.nullable()),
        relativeRatios: z.array(ratio.nullable()),
      }),
    )
    .max(MAX_RUNS),
});

export const robustnessSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  version: z.literal(REPORT_VERSION),
  app: z.strictObject({ name: text, version: text, commit: text }),
  created: z.iso.datetime(),
  dataset: z.strictObject({
    choice,
    sha256: sha256.nullable(),
    classNames: z.array(text).min(1).max(MAX_CLASSES),
  }),
  runs: z
    .array(
      z.strictObject({
        id,
        name: text,
        spec: z.record(z.string(), z.unknown()),
        weightsSha256: sha256.nullable(),
        diverged: z.boolean(),
      }),
    )
    .max(MAX_RUNS),
  measurements: z.array(measurement).max(MAX_MEASUREMENTS),
  corruptionErrors: corruptionErrors.nullable(),
});
