/** A plan's canonical text and the id that a study takes from it. */
import { sha256Of } from '../../core/hash.ts';
import { canonicalText } from '../../training/specs.ts';
import type { StudyPlan } from './plan.ts';
import { readPlan } from './readPlan.ts';

const ID_LENGTH = 16;

/**
 * The plan with its defaults written out and keys in order: equal texts mean the same study. The base
 * is written as a run's name is, so that what specs learn later changes no study's id.
 */
export function canonicalPlanText(plan: StudyPlan): string {
  const read = readPlan(plan);
  const base = JSON.parse(canonicalText(read.base)) as unknown;
  return JSON.stringify(sortKeys({ ...read, base }));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sortKeys(each)]));
}

/** First 16 hexadecimal digits of the SHA-256 of the canonical text, UTF-8. */
export async function studyId(plan: StudyPlan): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalPlanText(plan));
  return (await sha256Of([bytes])).slice(0, ID_LENGTH);
}
