/**
 * Sentences that belong beside every figure of a study: what was changed after it began, what is
 * missing, what was repeated, and what should not have been put side by side. What makes figures
 * wrong comes first and says `Careful`.
 */
import { listText } from '../comparisons/words.ts';
import type { Amendment, Study } from '../study.ts';
import type { CellSummary, Provenance, TunedSetting } from './analysis.ts';
import { countText, numberText } from './words.ts';

export interface Remarked {
  readonly cells: readonly CellSummary[];
  readonly provenance: Provenance;
  readonly tuned: readonly TunedSetting[];
  /** Pairs that did not see the same images in the same order. */
  readonly unpaired: readonly string[];
}

const MOST_NAMED = 3;

export function remarksOn(study: Study, found: Remarked): string[] {
  return [
    ...dataRemarks(found.provenance),
    ...pairingRemarks(found.unpaired),
    ...study.amendments.map(amendmentText),
    ...endingRemarks(found.cells),
    ...tuningRemarks(found.tuned),
    ...workplaceRemarks(found.provenance),
  ];
}

function dataRemarks({ datasets }: Provenance): string[] {
  return datasets
    .filter(({ sha256 }) => sha256.length > 1)
    .map(({ label, sha256 }) => {
      const hashes = listText(sha256.map((hash) => hash.slice(0, 12)));
      return `Careful: not all runs on ${label} saw the same data (SHA-256 ${hashes}). Their accuracies must not be compared; repeat the runs on one of these.`;
    });
}

function pairingRemarks(unpaired: readonly string[]): string[] {
  if (unpaired.length === 0) return [];
  const named = unpaired.slice(0, MOST_NAMED);
  const more = unpaired.length - named.length;
  const all = listText(more > 0 ? [...named, `${numberText(more)} more`] : named);
  return [`Careful: no pairs, since they saw other images or another order: ${all}.`];
}

/** `Amended on 21 November 2026, after results had been looked at: seeds 9 to 12 added (48 runs had ended).` */
export function amendmentText({ at, what, endedRuns, afterLooking }: Amendment): string {
  const day = new Date(at).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  } as const);
  const looked = afterLooking
    ? 'after results had been looked at'
    : 'before anybody had looked at results';
  return `Amended on ${day}, ${looked}: ${what} (${countText(endedRuns, 'run')} had ended).`;
}

function endingRemarks(cells: readonly CellSummary[]): string[] {
  const sum = (read: (cell: CellSummary) => number) =>
    cells.reduce((total, cell) => total + read(cell), 0);
  const planned = countText(
    sum((cell) => cell.planned),
    'run',
  );
  const [diverged, failed] = [sum((cell) => cell.diverged), sum((cell) => cell.failed)];
  const [open, repeated] = [sum((cell) => cell.open), sum((cell) => cell.repeated)];
  const ends = [
    ...(diverged > 0 ? [`${numberText(diverged)} diverged`] : []),
    ...(failed > 0 ? [`${numberText(failed)} failed`] : []),
  ];
  return [
    ...(ends.length > 0
      ? [`Of ${planned}, ${listText(ends)}; they are counted beside the figures and in no mean.`]
      : []),
    ...(open > 0
      ? [`${numberText(open)} of ${planned} are still to come; every figure may change with them.`]
      : []),
    ...(repeated > 0
      ? [`${countText(repeated, 'run')} had to be repeated; of several attempts the newest counts.`]
      : []),
  ];
}

function tuningRemarks(tuned: readonly TunedSetting[]): string[] {
  const lost = tuned.filter(({ validationAccuracy }) => validationAccuracy === null);
  if (lost.length === 0) return [];
  const arms = listText([...new Set(lost.map(({ arm }) => arm))]);
  return [`No draw of ${arms} finished all of its tuning runs; the given settings were kept.`];
}

function workplaceRemarks({ workplaces }: Provenance): string[] {
  const backends = [...new Set(workplaces.map(({ backend }) => backend))];
  const versions = new Set(workplaces.map(({ version, commit }) => `${version} (${commit})`));
  return [
    ...(backends.length > 1
      ? [
          `Runs come from ${backends.length} backends (${listText(backends)}): data, first weights and order are the same, the last digits are not. Times must not be compared.`,
        ]
      : []),
    ...(versions.size > 1
      ? [`Runs come from ${versions.size} versions of the lab: ${listText([...versions])}.`]
      : []),
  ];
}
