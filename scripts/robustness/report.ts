/** The figures as Markdown tables. */
import type { Figures } from './figures.ts';
import { huntPrefix, hunts, IMAGE_COUNTS, type FoundFigure, type Hunt } from './finding.ts';
import { spreadOf } from './spread.ts';
import { runIdOf, type Subject } from './subjects.ts';
import type { SeenWay, Study } from './studies.ts';

/** A row for each way of seeing: `95.9 ± 0.4 (98.7)`, accuracy and what is kept of the clean one. */
export function accuracyTable(
  { id, subjects, ways }: Study,
  { accuracies }: Figures,
  seeds: readonly number[],
): string {
  const sharesOf = (subject: Subject, way: SeenWay) =>
    seeds.flatMap((seed) => accuracies[`${id}/${way.id}`]?.[runIdOf(subject, seed)] ?? []);
  const rows = ways.map((way) => [
    way.label,
    ...subjects.map((subject) => {
      const shares = sharesOf(subject, way);
      if (shares.length < seeds.length) return '';
      if (way === ways[0]) return spreadText(shares);
      const clean = sharesOf(subject, ways[0]!);
      const kept = meanOf(shares.map((share, i) => share / clean[i]!));
      return `${spreadText(shares)} (${(100 * kept).toFixed(1)})`;
    }),
  ]);
  return table(['', ...subjects.map(({ label }) => label)], rows);
}

function spreadText(shares: readonly number[]): string {
  const { mean, half } = spreadOf(shares);
  const text = (100 * mean).toFixed(1);
  return half === null ? text : `${text} ± ${(100 * half).toFixed(1)}`;
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A row for each geometry, model and number of images. */
export function findingTable({ found }: Figures, subjects: readonly Subject[]): string {
  const rows = hunts.flatMap((hunt) =>
    subjects.flatMap(({ id, label }) =>
      IMAGE_COUNTS.flatMap((images) => {
        const prefix = huntPrefix(hunt, id, images);
        const keys = Object.keys(found).filter((key) => key.startsWith(prefix));
        if (keys.length === 0) return [];
        const figures = keys.map((key) => found[key]!);
        return [[`${hunt.label}, ${label}`, `${images}`, ...findingCells(figures, hunt)]];
      }),
    ),
  );
  const head = ['', 'Images', 'Near enough', 'Error, median and worst'];
  const accuracies = ['Not told', 'As found', 'Told', 'Within 1 point of told'];
  return table([...head, ...accuracies, 'Seconds'], rows);
}

function findingCells(figures: readonly FoundFigure[], { near, distance }: Hunt): string[] {
  const count = figures.length;
  const errors = figures.map(({ truth, found }) => distance(truth, found)).sort((a, b) => a - b);
  const median = (errors[Math.floor((count - 1) / 2)]! + errors[Math.floor(count / 2)]!) / 2;
  const good = figures.filter(({ told, asFound }) => asFound >= told - 0.01);
  const percent = (name: 'notTold' | 'asFound' | 'told') =>
    (100 * meanOf(figures.map((figure) => figure[name]))).toFixed(1);
  return [
    `${errors.filter((error) => error <= near).length} of ${count} within ${near}°`,
    `${median.toFixed(1)}°, ${errors.at(-1)!.toFixed(1)}°`,
    ...[percent('notTold'), percent('asFound'), percent('told')],
    `${good.length} of ${count}`,
    meanOf(figures.map(({ seconds }) => seconds)).toFixed(1),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
