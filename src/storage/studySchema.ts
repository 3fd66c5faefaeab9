/**
 * A study in a results file, as a schema: the contract of studies/plan/plan.ts. Whether a plan can be
 * run is said by readPlan; whether the runs are its own by studyChecks.ts.
 *
 * Imports zod: import this file lazily.
 */
import * as z from 'zod';
import { equalities } from '../studies/plan/plan.ts';
import { augmentation, spec, viewing } from './specSchema.ts';

const text = z.string().max(2000);
const label = text.min(1);
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const value = z.union([z.number(), z.string().max(2000), z.boolean()]);
export const levels = z
  .record(label, label)
  .describe('a level’s label for each factor’s label; empty without factors');

const choiceChanges = z
  .strictObject({
    id: z.string().min(1).max(120).optional(),
    options: z.record(z.string().max(120), value).optional(),
  })
  .describe('with an id: that system; without: the system stays, these options are set');

const changes = z
  .strictObject({
    task: choiceChanges.optional(),
    dataset: choiceChanges.optional(),
    architecture: choiceChanges.optional(),
    encoding: choiceChanges.optional(),
    optimiser: choiceChanges.optional(),
    schedule: choiceChanges.optional(),
    stopping: choiceChanges.optional(),
    trainingImages: z.number().optional(),
    validationImages: z.number().optional(),
    learningRate: z.number().optional(),
    steps: z.number().optional(),
    batchSize: z.number().optional(),
    augmentation: augmentation.nullable().optional(),
  })
  .describe('what an arm or a level sets of the base');

const path = z.string().max(250).describe('a number of the spec or an option: architecture.width');
const range = z.union([
  z.strictObject({
    path,
    from: z.number(),
    to: z.number(),
    scale: z.enum(['linear', 'log']),
  }),
  z.strictObject({ path, values: z.array(value) }),
]);

const plan = z
  .strictObject({
    version: z.literal(1),
    title: label,
    question: text,
    base: spec.describe('what all arms share; its seed plays no part'),
    arms: z
      .array(z.strictObject({ label, changes, search: z.array(range).optional() }))
      .min(1)
      .describe('what is compared'),
    factors: z
      .array(z.strictObject({ label, levels: z.array(z.strictObject({ label, changes })).min(1) }))
      .describe('what is varied alike for all arms'),
    seeds: z.array(seed).min(1),
    comparisons: z
      .array(z.strictObject({ a: label, b: label, at: z.union([levels, z.literal('mean')]) }))
      .describe('the questions: is a better than b? Only these are tested'),
    equal: z.array(z.enum(equalities)),
    tuning: z
      .strictObject({
        draws: z.int().min(2),
        seeds: z.array(seed).min(1),
        search: z.array(range),
        at: z.union([levels, z.literal('each')]),
      })
      .nullable()
      .describe('random search on the validation slice, alike for each arm'),
    views: z.array(z.strictObject({ label, viewing })),
  })
  .describe('arms × levels × seeds');

export const study = z
  .strictObject({
    id: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe('of the plan as it was first run: the first digits of its SHA-256'),
    plan,
    amendments: z
      .array(
        z.strictObject({
          at: z.iso.datetime(),
          what: text,
          endedRuns: z.int().min(0),
          afterLooking: z.boolean(),
        }),
      )
      .describe('what was added after the study began'),
    createdAt: z.iso.datetime(),
    lookedAt: z.iso.datetime().nullable().describe('when results were first looked at'),
  })
  .describe('a plan, and what became of it');

export type FileStudy = z.infer<typeof study>;
