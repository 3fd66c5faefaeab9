/**
 * What the page remembers of a person's choices. Reading is total: what is missing, damaged or of
 * another version is left out, for no setting is worth a page that does not start.
 */
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { RunSpec } from '../training/spec.ts';
import { readSpec } from '../training/specs.ts';
import { changeIn, readFrom } from './database.ts';
import { isPlanShape } from './studyRow.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Settings {
  readonly theme?: Theme;
  /** A backend's id or `auto`; whoever opens the engine checks it. */
  readonly backend?: string;
  /** Which side of the card that looks into models was open; whoever shows it checks it. */
  readonly lookTab?: string;
  /** Ids of commands, the latest first; whoever lists them leaves out what there is no more. */
  readonly recentCommands?: readonly string[];
  /** The set-up that was being composed. */
  readonly draft?: RunSpec;
  /** The plan of a study that was being written; null where it was given up. */
  readonly studyDraft?: StudyPlan | null;
}

type Readers = { readonly [Name in keyof Settings]-?: (value: unknown) => Settings[Name] };

const readers: Readers = {
  theme: (value) => themes.find((theme) => theme === value),
  backend: (value) => (typeof value === 'string' ? value : undefined),
  lookTab: (value) => (typeof value === 'string' ? value : undefined),
  recentCommands: (value) =>
    Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined,
  studyDraft: (value) => (isPlanShape(value) ? value : undefined),
  draft(value) {
    try {
      return readSpec(value, 'the stored draft');
    } catch {
      return undefined;
    }
  },
};

export async function readSettings(): Promise<Settings> {
  const names = Object.keys(readers) as (keyof Settings)[];
  const values = await readFrom(['settings'], (transaction) =>
    Promise.all(names.map((name) => transaction.objectStore('settings').get(name))),
  );
  const entries = names
    .map((name, index) => [name, readers[name](values[index])] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Settings;
}

export function writeSetting<Name extends keyof Settings>(
  name: Name,
  value: Exclude<Settings[Name], undefined>,
): Promise<void> {
  return changeIn(['settings'], async (transaction) => {
    await transaction.objectStore('settings').put(value, name);
  });
}
