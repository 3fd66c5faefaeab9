/** The entropy landscape over two unknowns: a map, the surer the stronger, with truth and estimate. */
import type { FindingView } from '../../store/robustnessView.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { fileColours } from '../charts/fileFigure.ts';
import {
  landscapeCells,
  landscapeTable,
  shareOf,
  truthOf,
  unknownAxes,
  valuesText,
} from './landscape.ts';
import styles from './LandscapeMap.module.css';
import { pictureFiles, type Drawing, type Shape } from './shapes.ts';

const SIDE = 100;

export function LandscapeMap({ finding, title }: { finding: FindingView; title: string }) {
  const axes = unknownAxes(finding);
  const cells = landscapeCells(finding);
  const [across, up] = axes;
  const at = (values: readonly number[]) => ({
    x: SIDE * shareOf(values[0]!, across!),
    y: SIDE * (1 - shareOf(values[1]!, up!)),
  });
  const { best } = finding;
  const truth = at(truthOf(finding));
  const found = best && at(best.values);
  const summary = best
    ? `Entropy over ${across!.label} and ${up!.label}: surest at ${valuesText(best.values, axes)}.`
    : 'Nothing is searched yet.';
  return (
    <DataFigure
      title={title}
      table={() => landscapeTable(finding)}
      files={pictureFiles(title, () => drawingOf(finding, title))}
      caption={`across ${across!.label}, up ${up!.label} · the stronger, the surer · + surest · ○ truth`}
    >
      <div className={styles.map}>
        <svg
          viewBox={`0 0 ${SIDE} ${SIDE}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={summary}
        >
          {cells.map(({ x, y, width, height, sureness, text }) => (
            <rect
              key={`${x}/${y}`}
              x={SIDE * (x - width / 2)}
              y={SIDE * (1 - y - height / 2)}
              width={SIDE * width}
              height={SIDE * height}
              style={{ '--share': sureness } as React.CSSProperties}
            >
              <title>{text}</title>
            </rect>
          ))}
          <circle cx={truth.x} cy={truth.y} r={2.4} />
          {found && <path d={`M${found.x - 2.4} ${found.y}h4.8M${found.x} ${found.y - 2.4}v4.8`} />}
        </svg>
        <span>{valuesText([across!.from], [across!])}</span>
        <span>{valuesText([across!.to], [across!])}</span>
        <span>{valuesText([up!.to], [up!])}</span>
        <span>{valuesText([up!.from], [up!])}</span>
      </div>
    </DataFigure>
  );
}

const FILE = { left: 90, top: 56, side: 420 } as const;

function drawingOf(finding: FindingView, title: string): Drawing {
  const { left, top, side } = FILE;
  const [across, up] = unknownAxes(finding);
  const { ink, accent } = fileColours;
  const strength = (sureness: number) =>
    `rgb(${[1, 3, 5]
      .map((from) =>
        Math.round(
          255 + 0.9 * sureness * (Number.parseInt(accent.slice(from, from + 2), 16) - 255),
        ),
      )
      .join(',')})`;
  const cells = landscapeCells(finding).map(({ x, y, width, height, sureness }): Shape => ({
    kind: 'rectangle',
    x: left + side * (x - width / 2),
    y: top + side * (1 - y - height / 2),
    width: side * width,
    height: side * height,
    fill: strength(sureness),
  }));
  const text = (x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end') =>
    ({ kind: 'text', x, y, text: content, colour: ink, size: 13, anchor }) as const;
  const cross = (values: readonly number[], name: string): Shape[] => {
    const x = left + side * shareOf(values[0]!, across!);
    const y = top + side * (1 - shareOf(values[1]!, up!));
    return [
      { kind: 'line', from: [x - 7, y], to: [x + 7, y], colour: ink, width: 2 },
      { kind: 'line', from: [x, y - 7], to: [x, y + 7], colour: ink, width: 2 },
      text(x + 9, y - 6, name, 'start'),
    ];
  };
  const bottom = top + side;
  return {
    width: left + side + 70,
    height: bottom + 60,
    shapes: [
      { ...text(16, 28, title, 'start'), size: 16 },
      ...cells,
      ...cross(truthOf(finding), 'truth'),
      ...(finding.best ? cross(finding.best.values, 'surest') : []),
      text(left + side / 2, bottom + 40, across!.label, 'middle'),
      text(left, bottom + 20, valuesText([across!.from], [across!]), 'middle'),
      text(left + side, bottom + 20, valuesText([across!.to], [across!]), 'middle'),
      text(left - 10, top + side / 2, up!.label, 'end'),
      text(left - 10, top + 10, valuesText([up!.to], [up!]), 'end'),
      text(left - 10, bottom, valuesText([up!.from], [up!]), 'end'),
    ],
  };
}
