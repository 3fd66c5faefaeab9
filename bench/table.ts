/** The rows as a table: aligned for the terminal, or Markdown for the README. */
import { contenderNames } from './contenders/contender.ts';
import { AGREEMENT, type Entrant, type Row } from './row.ts';

interface Column {
  readonly title: string;
  cell(row: Row): string;
}

const NOTHING = '–';

/** Three digits that count: 0.413, 5.27, 31.4, 1,540. */
export function shortNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return NOTHING;
  const digits =
    Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** How many times as fast as another the lab is. */
function fasterThan(row: Row, other: number | null): string {
  return row.labMs === null || other === null ? NOTHING : `${shortNumber(other / row.labMs)}×`;
}

const places = { node: 'Node', chromium: 'Chromium' } as const;

function backendText({ backend, threads, place, threadsOf }: Row): string {
  const own = threadsOf.lab ?? threads;
  const suffix = backend === 'wasm' ? `, ${own} ${own === 1 ? 'thread' : 'threads'}` : '';
  return `${backend}${suffix}, ${places[place]}`;
}

/** A contender that had other threads than the lab says so. */
function msText(row: Row, ms: number | null, entrant: Entrant): string {
  const own = row.threadsOf[entrant];
  const lab = row.threadsOf.lab;
  const note = ms !== null && own !== undefined && lab !== undefined && own !== lab;
  return note ? `${shortNumber(ms)} (${own} thr.)` : shortNumber(ms);
}

function agreementText({ lossesAgree, lossDifferences }: Row): string {
  const others = (['stock', 'stockCpu', 'pytorch', 'jaxJs'] as const)
    .filter((id) => (lossDifferences[id] ?? 0) > AGREEMENT)
    .map((id) => `${nameOf(id)} ${lossDifferences[id]!.toExponential(0)}`);
  if (others.length > 0) return `no: ${others.join(', ')}`;
  return lossesAgree === null ? NOTHING : 'yes';
}

export const nameOf = (entrant: Entrant): string =>
  entrant === 'stockCpu' ? 'TensorFlow.js on its CPU backend' : contenderNames[entrant];

const always: Column[] = [
  { title: 'Case', cell: (row) => row.case },
  { title: 'Backend', cell: backendText },
  { title: 'Batch', cell: (row) => String(row.batch) },
  { title: 'The lab', cell: (row) => shortNumber(row.labMs) },
  { title: 'TensorFlow.js', cell: (row) => msText(row, row.stockMs, 'stock') },
  { title: 'PyTorch', cell: (row) => msText(row, row.pytorchMs, 'pytorch') },
  { title: 'jax-js', cell: (row) => msText(row, row.jaxJsMs, 'jaxJs') },
  { title: 'vs TensorFlow.js', cell: (row) => fasterThan(row, row.stockMs) },
  { title: 'vs PyTorch', cell: (row) => fasterThan(row, row.pytorchMs) },
  { title: 'vs jax-js', cell: (row) => fasterThan(row, row.jaxJsMs) },
  { title: 'GFLOP/s', cell: (row) => shortNumber(row.gflops) },
  { title: 'Peak MiB', cell: (row) => shortNumber(row.peakMiB.lab) },
  { title: 'Losses agree', cell: agreementText },
];

/** Shown only where a row has them. */
const sometimes: Column[] = [
  { title: 'vs its CPU', cell: (row) => fasterThan(row, row.stockCpuMs) },
  { title: 'Dispatches', cell: (row) => shortNumber(row.dispatches) },
  { title: 'TensorFlow.js’s', cell: (row) => shortNumber(row.stockDispatches) },
  {
    title: 'JavaScript ms',
    cell: (row) => shortNumber(row.dispatches === null ? null : row.labIssueMs),
  },
  {
    title: 'TensorFlow.js’s ms',
    cell: (row) => shortNumber(row.stockDispatches === null ? null : row.stockIssueMs),
  },
];

function columnsFor(rows: readonly Row[]): Column[] {
  const used = sometimes.filter(({ cell }) => rows.some((row) => cell(row) !== NOTHING));
  return [...always.slice(0, -1), ...used, always.at(-1)!];
}

export function tableText(rows: readonly Row[]): string {
  const columns = columnsFor(rows);
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const aligned = lines.map((line) =>
    line.map((text, i) => (i < 2 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join('  '),
  );
  return [...aligned, ...notesOf(rows).map((note) => `  ${note}`)].join('\n');
}

export function markdownText(rows: readonly Row[]): string {
  const columns = columnsFor(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rules = columns.map((_, i) => (i < 2 ? '---' : '--:'));
  const lines = [
    line(columns.map(({ title }) => title)),
    line(rules),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
  ];
  const notes = notesOf(rows).map((note) => `- ${note}`);
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** Why something is missing; rows with the same reason share a line. */
export function notesOf(rows: readonly Row[]): string[] {
  const sharing = new Map<string, string[]>();
  for (const row of rows) {
    for (const [entrant, reason] of Object.entries(row.reasons) as [Entrant, string][]) {
      const text = `${nameOf(entrant)} on ${row.backend}: ${reason}`;
      const name = `${row.case} ${row.batch}`;
      sharing.set(text, [...(sharing.get(text) ?? []), name]);
    }
  }
  return [...sharing].map(([text, names]) => `${text} (${[...new Set(names)].join(', ')})`);
}
