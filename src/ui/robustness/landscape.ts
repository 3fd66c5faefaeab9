/**
 * The entropy landscape of a search: how unsure a model is, on average, under each geometry that was
 * assumed. One unknown is a chart, two are a map.
 */
import type { FindingView } from '../../store/robustnessView.ts';
import { findSensor } from '../../sensors/index.ts';
import { findTransform } from '../../transforms/index.ts';
import type { Chart, ChartTable } from '../charts/chart.ts';
import { amountText } from '../parts/range.ts';

export interface UnknownAxis {
  readonly label: string;
  readonly unit: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** Of what is sought, in its order. */
export function unknownAxes({ sought }: Pick<FindingView, 'sought'>): UnknownAxis[] {
  const { kind, choice, unknowns } = sought;
  const { options } = kind === 'transform' ? findTransform(choice.id) : findSensor(choice.id);
  return unknowns.map(({ name, from, to }) => {
    const option = options[name]!;
    return { label: option.label, unit: 'unit' in option ? option.unit : undefined, from, to };
  });
}

/** What is really so; null where the images are changed otherwise, so that nobody can say. */
export function truthOf({ sought, viewing }: Pick<FindingView, 'sought' | 'viewing'>): number[] {
  const { kind, choice, unknowns } = sought;
  const there =
    kind === 'sensor'
      ? viewing.sensor?.id === choice.id
        ? viewing.sensor
        : undefined
      : viewing.changes.find(({ id }) => id === choice.id);
  const { options } = kind === 'transform' ? findTransform(choice.id) : findSensor(choice.id);
  return unknowns.map(({ name }) => Number(there?.options[name] ?? options[name]!.default));
}

/** `120.4°`, `0.3, −0.1` */
export function valuesText(values: readonly number[], axes: readonly UnknownAxis[]): string {
  const digits = axes.map(({ from, to }) => (to - from > 20 ? 1 : 3));
  return values
    .map((value, place) => amountText(Number(value.toFixed(digits[place])), axes[place]!.unit))
    .join(', ');
}

/** Lowest first along the axis: the coarse search as a line, what was refined as points. */
export function landscapeChart(finding: FindingView, colour: number): Chart {
  const [axis] = unknownAxes(finding);
  const { label, unit, from, to } = axis!;
  const stage = (wanted: 'coarse' | 'fine') =>
    finding.points
      .filter((point) => point.stage === wanted)
      .toSorted((a, b) => a.values[0]! - b.values[0]!);
  const series = (['coarse', 'fine'] as const).map((each) => {
    const points = stage(each);
    return {
      name: each,
      colour,
      style: each === 'coarse' ? ('solid' as const) : ('points' as const),
      x: points.map(({ values }) => values[0]!),
      y: points.map(({ entropy }) => entropy),
      hover: points.map(
        ({ values, entropy }) => `${valuesText(values, [axis!])}: ${entropy.toFixed(3)} nats`,
      ),
    };
  });
  const best = finding.best?.values[0];
  const [truth] = truthOf(finding);
  // Names of marks that stand close would lie over each other.
  const isApart = best === undefined || Math.abs(best - truth!) > (to - from) / 6;
  return {
    x: {
      label:
        unit === '°' ? label.toLowerCase() : `${label.toLowerCase()}${unit ? `, ${unit}` : ''}`,
      range: [from, to],
      ...(unit === '°' ? { suffix: '°' } : {}),
    },
    y: { label: 'entropy', unit: 'nats' },
    series,
    marks: [
      ...(isApart ? [{ x: truth!, label: 'truth' }] : []),
      ...(best === undefined ? [] : [{ x: best, label: isApart ? 'surest' : 'surest, truth' }]),
    ],
  };
}

export function landscapeTable(finding: FindingView): ChartTable {
  const axes = unknownAxes(finding);
  return {
    columns: [
      ...axes.map(({ label, unit }) => (unit ? `${label} (${unit})` : label)),
      'Entropy (nats)',
      'Stage',
    ],
    decimals: [...axes.map(() => 3), 4, undefined],
    rows: finding.points.map(({ values, entropy, stage }) => [...values, entropy, stage]),
  };
}

export interface MapCell {
  /** Of the map, 0 to 1 from its left and its lower edge; the middle of the cell. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 1 for the surest, 0 for the least sure. */
  readonly sureness: number;
  readonly text: string;
}

/** The coarse points as cells of a map over two unknowns; cells grow where points are missing yet. */
export function landscapeCells(finding: FindingView): MapCell[] {
  const axes = unknownAxes(finding);
  const coarse = finding.points.filter(({ stage }) => stage === 'coarse');
  const entropies = coarse.map(({ entropy }) => entropy);
  const [least, most] = [Math.min(...entropies), Math.max(...entropies)];
  const spacing = axes.map(({ from, to }, place) => {
    const values = [...new Set(coarse.map((point) => point.values[place]!))].sort((a, b) => a - b);
    const gaps = values.slice(1).map((value, index) => value - values[index]!);
    return (gaps.length > 0 ? Math.min(...gaps) : to - from) / (to - from);
  });
  return coarse.map(({ values, entropy }) => ({
    x: shareOf(values[0]!, axes[0]!),
    y: shareOf(values[1]!, axes[1]!),
    width: spacing[0]!,
    height: spacing[1]!,
    sureness: most > least ? (most - entropy) / (most - least) : 1,
    text: `${valuesText(values, axes)}: ${entropy.toFixed(3)} nats`,
  }));
}

export const shareOf = (value: number, { from, to }: UnknownAxis): number =>
  (value - from) / (to - from);
