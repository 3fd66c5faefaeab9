/**
 * A study's report as one HTML file that needs nothing else: no script, no network, style within it;
 * its own policy forbids whatever it does not need. Figures come as SVG text and are shown as images,
 * in which nothing runs.
 */
import type { Study } from '../../study.ts';
import type { StudyAnalysis } from '../analysis.ts';
import type { Table, TableCell } from '../figures/table.ts';
import { reportBlocks, type ReportBlock } from './blocks.ts';
import { escapeHtml } from './escape.ts';
import { reportStyle } from './style.ts';

export interface ReportFigure {
  /** What it shows, for those who see it and those who do not. */
  readonly caption: string;
  /** Text of an SVG file. */
  readonly svg: string;
}

export interface ReportOrder {
  readonly study: Study;
  readonly analysis: StudyAnalysis;
  /** By name, in the order shown. */
  readonly figures: Readonly<Record<string, ReportFigure>>;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly app: { readonly version: string; readonly commit: string };
}

export function reportHtml(order: ReportOrder): string {
  const { study, analysis } = order;
  const title = escapeHtml(study.plan.title);
  const blocks = reportBlocks(study, analysis).map((block) => blockHtml(block, order));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="soft">${escapeHtml(originText(order))}</p>
${blocks.join('\n')}
<h2>The plan</h2>
<details>
<summary>As it was run, ready for <code>npm run study</code></summary>
<pre>${escapeHtml(JSON.stringify(study.plan, null, 2))}</pre>
</details>
</main>
</body>
</html>
`;
}

function originText({ study, created, app }: ReportOrder): string {
  const commit = app.commit ? ` (${app.commit.slice(0, 12)})` : '';
  return `Study ${study.id}, begun ${dayOf(study.createdAt)}; report of ${dayOf(created)} by Coordinet Lab ${app.version}${commit}.`;
}

const dayOf = (date: string): string =>
  new Date(date).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  } as const);

function blockHtml(block: ReportBlock, { figures }: ReportOrder): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'remarks':
      return `<ul>\n${block.texts.map(remarkHtml).join('\n')}\n</ul>`;
    case 'verdicts':
      return `<ul>\n${block.texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return tableHtml(block.caption, block.table);
    case 'figures':
      return Object.entries(figures).map(figureHtml).join('\n');
  }
}

function remarkHtml(text: string): string {
  const isLoud = text.startsWith('Careful');
  return `<li${isLoud ? ' class="careful"' : ''}>${escapeHtml(text)}</li>`;
}

/** As an image by its address: what an SVG may hold of scripts and links is dead there. */
function figureHtml([name, { caption, svg }]: [string, ReportFigure]): string {
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(wellFormed(svg))}`;
  const text = escapeHtml(caption);
  return `<figure id="${escapeHtml(name)}"><img src="${escapeHtml(address)}" alt="${text}"><figcaption>${text}</figcaption></figure>`;
}

/** Halves of letters, which a label from a file may hold, cannot stand in an address. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

function tableHtml(caption: string, { columns, rows, decimals = [] }: Table): string {
  const isNumber = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  const kind = (i: number) => (isNumber[i] ? ' class="number"' : '');
  const head = columns.map((name, i) => `<th scope="col"${kind(i)}>${escapeHtml(name)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map(
      (cell, i) => `<td${kind(i)}>${escapeHtml(cellText(cell, decimals[i]))}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

/** A dash where nothing was measured. */
function cellText(cell: TableCell, decimals: number | undefined): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  const digits =
    decimals === undefined
      ? { maximumSignificantDigits: 6 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return cell.toLocaleString('en-GB', digits).replace('-', '−');
}
