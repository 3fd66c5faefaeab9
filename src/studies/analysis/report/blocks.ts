/**
 * A study's report as blocks of plain text, tables and places for figures, in the order in which they
 * are read: for the page, which draws its figures in between, and for the file (html.ts).
 */
import type { Study } from '../../study.ts';
import type { StudyAnalysis } from '../analysis.ts';
import { differencesFigure, differencesTable } from '../figures/differencesFigure.ts';
import type { Table } from '../figures/table.ts';
import { methodsSentences } from '../methods.ts';
import { summaryTable, tunedTable } from '../summaryTable.ts';

export type ReportBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What belongs beside every figure; empty lists are left out. */
  | { readonly kind: 'remarks'; readonly texts: readonly string[] }
  | { readonly kind: 'verdicts'; readonly texts: readonly string[] }
  | { readonly kind: 'table'; readonly caption: string; readonly table: Table }
  /** All figures that were handed over. */
  | { readonly kind: 'figures' };

export function reportBlocks(study: Study, analysis: StudyAnalysis): ReportBlock[] {
  const { plan } = study;
  const { remarks, comparisons, tuned } = analysis;
  return [
    ...(plan.question ? [paragraph(plan.question)] : []),
    ...(remarks.length > 0 ? [{ kind: 'remarks', texts: remarks } as const] : []),
    heading('What was found'),
    comparisons.length > 0
      ? { kind: 'verdicts', texts: comparisons.map(({ verdict }) => verdict) }
      : paragraph('The plan declares no comparison, so nothing was tested.'),
    { kind: 'figures' },
    heading('Figures in numbers'),
    {
      kind: 'table',
      caption:
        'Test accuracy: mean over seeds with its 95 % Student t interval. Runs that diverged, failed or are still to come are in no mean.',
      table: summaryTable(plan, analysis),
    },
    ...differenceBlocks(study, analysis),
    ...pooledBlocks(analysis),
    ...(tuned.length > 0
      ? [tableOf('What tuning chose, on validation images alone.', tunedTable(plan, tuned))]
      : []),
    heading('Methods'),
    paragraph(methodsSentences(study, analysis).join(' ')),
  ];
}

const heading = (text: string): ReportBlock => ({ kind: 'heading', text });
const paragraph = (text: string): ReportBlock => ({ kind: 'paragraph', text });
const tableOf = (caption: string, table: Table): ReportBlock => ({ kind: 'table', caption, table });

function differenceBlocks({ plan }: Study, analysis: StudyAnalysis): ReportBlock[] {
  const rows = differencesFigure(plan, analysis);
  if (rows.length === 0) return [];
  const caption =
    'Differences seed by seed. Declared comparisons are tested, with Holm’s correction over all of them; the others are estimates with their intervals and are not tested.';
  return [tableOf(caption, differencesTable(rows))];
}

function pooledBlocks({ pooled, bootstrap }: StudyAnalysis): ReportBlock[] {
  if (!pooled || pooled.length === 0) return [];
  const caption = `All datasets pooled: interquartile mean of test accuracy, 95 % by a stratified percentile bootstrap (${bootstrap.replications.toLocaleString('en-GB')} replications).`;
  const table: Table = {
    columns: ['Arm', 'Interquartile mean (%)', '95 % from (%)', '95 % to (%)'],
    decimals: [undefined, 2, 2, 2],
    rows: pooled.map(({ arm, interquartileMean, interval }) => [
      ...[arm, 100 * interquartileMean, 100 * interval.low, 100 * interval.high],
    ]),
  };
  return [tableOf(caption, table)];
}
