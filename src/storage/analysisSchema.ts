/**
 * What a study says, in a results file, as a schema: the contract of studies/analysis/analysis.ts.
 *
 * Imports zod: import this file lazily.
 */
import * as z from 'zod';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import { levels } from './studySchema.ts';

const text = z.string().max(4000);
const label = z.string().max(2000);
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const seeds = z.array(count);
const interval = z.strictObject({ low: z.number(), high: z.number() }).describe('95 %');
const at = z.union([levels, z.literal('mean')]);

const view = z.strictObject({
  label,
  values: z.array(share),
  mean: share.nullable(),
  interval: interval.nullable(),
});

const cell = z
  .strictObject({
    arm: label,
    levels,
    seeds,
    values: z.array(share).describe('test accuracy of the finished runs, in the order of seeds'),
    mean: share.nullable(),
    interval: interval.nullable(),
    planned: count,
    diverged: count,
    failed: count,
    open: count,
    repeated: count,
    parameterCount: count.nullable(),
    trainedMs: z.number().min(0).nullable().describe('mean of the finished runs'),
    steps: z.number().min(0).nullable(),
    classAccuracy: z.array(share.nullable()).nullable(),
    views: z.array(view),
  })
  .describe('one arm at one combination of levels');

const difference = z
  .strictObject({
    a: label,
    b: label,
    at,
    seeds,
    differences: z.array(z.number()),
    mean: z.number().nullable(),
    interval: interval.nullable(),
    probabilityOfImprovement: share.nullable(),
  })
  .describe('a − b in test accuracy, seed by seed');

const comparison = difference.extend({
  p: share.nullable().describe('two-sided, by sign flips'),
  holmP: share.nullable().describe('by Holm over the comparisons of the plan'),
  seedsNeeded: count.describe('for the smallest possible p to pass Holm’s first step'),
  outcome: z.enum(['better', 'worse', 'no-difference-found', 'too-few-seeds', 'no-pairs']),
  verdict: text,
});

const pooled = z.strictObject({ arm: label, interquartileMean: share, interval });

const profile = z.strictObject({
  arm: label,
  thresholds: z.array(z.number()),
  shares: z.array(share),
  low: z.array(z.number()),
  high: z.array(z.number()),
});

const tuned = z.strictObject({
  arm: label,
  levels,
  draws: count,
  draw: count,
  validationAccuracy: share.nullable(),
  givenAccuracy: share.nullable(),
  setting: text,
});

const provenance = z.strictObject({
  datasets: z.array(
    z.strictObject({ label, sha256: z.array(z.string().max(64)), testCount: count.nullable() }),
  ),
  workplaces: z.array(
    z.strictObject({
      backend: label,
      backendLabel: label,
      adapter: label.nullable(),
      platform: label,
      version: label,
      commit: label,
      runs: count,
    }),
  ),
  trainedMs: z.number().min(0),
  tuningMs: z.number().min(0),
  runs: count,
});

export const analysis = z
  .strictObject({
    version: z.literal(1),
    metric: z.literal('testAccuracy'),
    cells: z.array(cell),
    comparisons: z.array(comparison),
    differences: z.array(difference),
    pooled: z.array(pooled).nullable(),
    profiles: z.array(profile).nullable(),
    tuned: z.array(tuned),
    provenance,
    bootstrap: z.strictObject({ replications: count, seed: count }),
    remarks: z.array(text),
  })
  .describe('seeds are the unit of repetition; shares from 0 to 1');

export type FileAnalysis = z.infer<typeof analysis>;

/** Its fields in the file's order, and nothing else. */
export const fileAnalysisOf = (value: StudyAnalysis): FileAnalysis => analysis.parse(value);

export const analysisOf = (value: FileAnalysis): StudyAnalysis => value;
