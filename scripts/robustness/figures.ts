/**
 * What has been measured so far, as a JSON file: figures that are in it are not taken again, so that
 * a measurement of an hour may be interrupted.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { FoundFigure } from './finding.ts';

export interface Figures {
  /** By `<study>/<way of seeing>`, then by run: share of right answers. */
  readonly accuracies: Record<string, Record<string, number>>;
  readonly found: Record<string, FoundFigure>;
}

export interface FiguresFile {
  readonly figures: Figures;
  save(): Promise<void>;
}

/** @param path absent: nothing is kept */
export async function openFigures(path: string | undefined): Promise<FiguresFile> {
  const figures: Figures =
    path && existsSync(path)
      ? (JSON.parse(await readFile(path, 'utf8')) as Figures)
      : { accuracies: {}, found: {} };
  return {
    figures,
    save: async () => {
      if (path) await writeFile(path, `${JSON.stringify(figures, null, 2)}\n`);
    },
  };
}
