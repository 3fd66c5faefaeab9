/**
 * What a results file says of specs and viewings, as a schema: parts of resultSchema.ts. Which
 * systems and options there are is said by the lab, not by the schema.
 *
 * Imports zod: import this file lazily.
 */
import * as z from 'zod';
import { MOST_CHANGES } from '../training/augmentation.ts';

// The page's security policy allows no code from text, which zod would otherwise try.
z.config({ jitless: true });

export const systemChoice = z
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

export const augmentation = z
  .strictObject({
    changes: z
      .array(ranged)
      .max(MOST_CHANGES)
      .describe('the first acts first; drawn by each image'),
    sensor: ranged.nullable().describe('drawn by each batch; null: the grid of the dataset'),
  })
  .describe('what training images go through; test images do not');

export const spec = z
  .strictObject({
    task: systemChoice,
    dataset: systemChoice,
    trainingImages: z.int().min(1).describe('the first N of a seeded order of the training part'),
    validationImages: z
      .int()
      .min(0)
      .describe('of the training part, outside the N: scored at every point, trained on at none'),
    augmentation: augmentation.nullable().describe('null: training images as they are'),
    architecture: systemChoice,
    encoding: systemChoice.nullable().describe('null where the architecture uses none'),
    optimiser: systemChoice,
    schedule: systemChoice,
    learningRate: z.number().min(0).describe('peak of the schedule'),
    steps: z.int().min(1).describe('at most'),
    stopping: systemChoice.describe('when the run is over before its last step'),
    batchSize: z.int().min(1),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  })
  .describe('what was wanted: the same spec on the same backend gives the same result');

const geometry = {
  changes: z.array(systemChoice).max(MOST_CHANGES),
  sensor: systemChoice.nullable(),
};

export const viewing = z
  .strictObject({
    changes: z.array(ranged).max(MOST_CHANGES).describe('the first acts first'),
    sensor: systemChoice.nullable().describe('null: the grid of the dataset'),
    told: z.boolean().describe('is the model told where its pixels look?'),
    assumed: z
      .strictObject(geometry)
      .optional()
      .describe('what it is told, where that is not the truth'),
    weighted: z.boolean().describe('does each pixel count for the area that it looks at?'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .describe('of everything that is drawn'),
  })
  .describe('how images are shown to a model');
