/** The list of datasets: those that come with the lab, those one can fetch, and a person's own. */
import { datasets } from '../../datasets/index.ts';
import type { StoredDatasetCard } from '../../datasets/stored.ts';
import type { RunRecord } from '../../store/lab.ts';
import { bytesText, countText } from '../../store/wording.ts';

export interface ListedDataset {
  readonly id: string;
  readonly label: string;
  /** What can be said of it before it is opened: `28 × 28 · 70,000 images`. */
  readonly text: string;
  /** `11 MB`; null where it is here. */
  readonly toDownload: string | null;
}

export interface DatasetGroup {
  readonly label: string;
  readonly datasets: readonly ListedDataset[];
}

export function groupsOf(stored: readonly StoredDatasetCard[]): DatasetGroup[] {
  const embedded = datasets.filter(({ download }) => !download);
  const wellKnown = datasets.filter(({ download }) => download);
  const own = stored.filter(({ id }) => !datasets.some((each) => each.id === id));
  return [
    {
      label: 'With the lab',
      datasets: embedded.map(({ id, label, summary }) => {
        return { id, label, text: firstClause(summary), toDownload: null };
      }),
    },
    {
      label: 'Well-known',
      datasets: wellKnown.map(({ id, label, download }) => {
        const card = stored.find((each) => each.id === id);
        const toDownload = card ? null : bytesText(download!.bytes);
        return { id, label: card?.label ?? label, text: sizeText(card ?? download!), toDownload };
      }),
    },
    {
      label: 'Your own',
      datasets: own.map((card) => {
        return { id: card.id, label: card.label, text: sizeText(card), toDownload: null };
      }),
    },
  ];
}

/** `Digits from hundreds of free typefaces` of a longer summary. */
const firstClause = (summary: string): string => summary.split(/[;:.]/)[0]!;

export interface DatasetSize {
  readonly height: number;
  readonly width: number;
  readonly trainCount: number;
  readonly testCount: number;
}

/** `28 × 28 · 70,000 images` */
export function sizeText({ height, width, trainCount, testCount }: DatasetSize): string {
  return `${width} × ${height} · ${countText(trainCount + testCount)} images`;
}

/** Runs that were trained, or are to be, on a dataset, whatever its options. */
export function runsOn(id: string, runs: readonly RunRecord[]): RunRecord[] {
  return runs.filter(({ spec }) => spec.dataset.id === id);
}
