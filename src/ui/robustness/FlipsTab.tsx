/** The images that a run loses first as the strength grows: which, at what strength, and to what. */
import { useEffect, useMemo, useState } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import { cardKey } from '../../store/datasetCards.ts';
import { shownImages, useLab } from '../../store/lab.ts';
import { waysOf, type Way } from '../../store/robustnessBreaking.ts';
import { axisOf, flipsOf, strengthText, type NumberedFlip } from '../../store/robustnessFigures.ts';
import type { CurveView } from '../../store/robustnessView.ts';
import { testImages } from '../../store/subject.ts';
import { countText } from '../../store/wording.ts';
import type { ChartTable } from '../charts/chart.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { RowPicker } from '../options/Picker.tsx';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import { useClassNames } from './ClassDrops.tsx';
import styles from './Figures.module.css';
import flipStyles from './FlipsTab.module.css';
import { KnobLine } from './KnobLine.tsx';
import { useKnob } from './useKnob.ts';
import { useRuns } from './useRuns.ts';

const MOST = 40;

export function FlipsTab() {
  const knob = useKnob();
  const { curve } = knob;
  const runs = useRuns();
  const [runId, setRunId] = useState<string | null>(null);
  const run = runs.find(({ id }) => id === runId) ?? runs[0];
  const ways = useMemo(() => (curve ? waysOf(curve) : []), [curve]);
  const [wanted, setWay] = useState<Way>('up');
  const way = ways.includes(wanted) ? wanted : (ways[0] ?? 'up');
  return (
    <>
      <KnobLine {...knob} />
      {curve && run ? (
        <>
          <div className={styles.measure}>
            <RowPicker
              label="Lost by"
              value={run.id}
              choices={runs.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setRunId}
            />
            {ways.length > 1 && (
              <RowPicker
                label="Towards"
                value={way}
                choices={[
                  { value: 'up', label: 'higher values' },
                  { value: 'down', label: 'lower values' },
                ]}
                onChange={(value) => setWay(value as Way)}
              />
            )}
          </div>
          <Flips {...{ curve, way }} runId={run.id} name={run.name} />
        </>
      ) : (
        <p className={styles.empty}>
          {run
            ? 'Measure the curve, and the images that go first are shown here.'
            : 'Train a model in Classify, then see which images it loses first.'}
        </p>
      )}
    </>
  );
}

function Flips(props: { curve: CurveView; runId: string; name: string; way: Way }) {
  const { curve, runId, name, way } = props;
  const flips = useMemo(() => flipsOf(curve, runId, way), [curve, runId, way]);
  const shown = useMemo(() => flips.slice(0, MOST), [flips]);
  const pictures = usePictures(shown);
  const names = useClassNames();
  const axis = axisOf(curve);
  const nameOf = (label: number | null) => (label === null ? '?' : (names[label] ?? String(label)));
  if (!axis) return null;
  if (flips.length === 0) {
    const text =
      curve.phase === 'running'
        ? 'The first strengths are being measured …'
        : `${name} loses no image that it had right.`;
    return <p className={styles.empty}>{text}</p>;
  }
  const title = `Images that ${name} loses first, ${curve.title.toLowerCase()}`;
  return (
    <div className={styles.chart} data-kind="table">
      <DataFigure
        title={title}
        table={() => tableOf(flips, axis, nameOf)}
        caption={`${countText(flips.length)} images that were right go wrong; the first ${shown.length}`}
      >
        <ol className={flipStyles.flips} tabIndex={0} aria-label={title}>
          {shown.map(({ number, label, becomes, strength }, place) => (
            <li key={number}>
              {pictures[place] ? (
                <PixelImage picture={pictures[place]} label={`Test image no. ${number + 1}`} />
              ) : (
                <div className={flipStyles.coming} />
              )}
              <span>
                <b>
                  {nameOf(label)} → {nameOf(becomes)}
                </b>{' '}
                {strengthText({ ...axis, label: '' }, strength).trim()}
              </span>
            </li>
          ))}
        </ol>
      </DataFigure>
    </div>
  );
}

function tableOf(
  flips: readonly NumberedFlip[],
  { label, unit }: { label: string; unit: string | null },
  nameOf: (label: number | null) => string,
): ChartTable {
  return {
    columns: [
      'Test image no.',
      'Class',
      'Taken for',
      unit ? `${label} (${unit})` : label,
      'Right again',
    ],
    rows: flips.map((flip) => [
      flip.number + 1,
      nameOf(flip.label),
      nameOf(flip.becomes),
      flip.strength,
      flip.recovers,
    ]),
  };
}

/** The images as they are, from the worker; fewer while they come. */
function usePictures(flips: readonly NumberedFlip[]): readonly (Picture | undefined)[] {
  const dataset = useLab((state) => shownImages(state).dataset);
  const form = useForm();
  const numbers = flips.map(({ number }) => number).join(' ');
  const [held, setHeld] = useState<{ numbers: string; images: Uint8Array } | null>(null);
  useEffect(() => {
    let isWanted = true;
    if (numbers === '') return;
    load(dataset, numbers).then(
      (images) => isWanted && setHeld({ numbers, images }),
      () => undefined, // the list says what they are, without pictures
    );
    return () => void (isWanted = false);
  }, [dataset, numbers]);
  return useMemo(() => {
    if (!form || held?.numbers !== numbers) return [];
    const count = numbers.split(' ').length;
    return Array.from({ length: count }, (_, place) =>
      pictureAt({ ...form, images: held.images }, place),
    );
  }, [form, held, numbers]);
}

const load = (dataset: SystemChoice, numbers: string) =>
  testImages(dataset, numbers.split(' ').map(Number));

function useForm() {
  const view = useLab((state) => {
    const { dataset, seed } = shownImages(state);
    return state.cards[cardKey(dataset, seed)];
  });
  return useMemo(() => {
    if (view?.phase !== 'ready') return null;
    const { height, width, channels } = view.card;
    return { height, width, channels };
  }, [view]);
}
