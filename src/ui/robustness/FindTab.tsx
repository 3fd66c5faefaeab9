/**
 * Find the geometry: a model that nobody tells how images are turned or bent looks for the geometry
 * under which it is surest, from unlabelled images alone.
 */
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { dropAssumed } from '../../store/robustness.ts';
import {
  findGeometry,
  findingImages,
  runsThatFind,
  showFound,
  soughtGeometries,
  stopFinding,
} from '../../store/robustnessFinding.ts';
import type { FindingView } from '../../store/robustnessView.ts';
import { percentText } from '../../store/wording.ts';
import { Plot } from '../charts/Plot.tsx';
import { RowPicker } from '../options/Picker.tsx';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import controls from '../shell/controls.module.css';
import styles from './Figures.module.css';
import find from './FindTab.module.css';
import { landscapeChart, landscapeTable, truthOf, unknownAxes, valuesText } from './landscape.ts';
import { LandscapeMap } from './LandscapeMap.tsx';
import { MeasureLine } from './MeasureLine.tsx';

export function FindTab() {
  const runs = useLab(useShallow(runsThatFind));
  const finding = useLab(({ robustness }) => robustness.finding);
  const [runId, setRunId] = useState<string | null>(null);
  const [sought, setSought] = useState<string | null>(null);
  const [images, setImages] = useState<number>(findingImages[0]);
  const suggested = useLab(({ robustness }) => suggestedOf(robustness.viewing));
  const wanted = soughtGeometries.find(({ id }) => id === (sought ?? suggested))!;
  const run = runs.find(({ id }) => id === runId) ?? runs.at(-1);
  if (!run) {
    return (
      <p className={styles.empty}>
        Only a model that reads pixels with their places can find a geometry by itself. Train a
        Coordinet in Classify; then turn the images, or put them behind a lens, and let it search.
      </p>
    );
  }
  return (
    <>
      <MeasureLine
        verb="Find"
        isRunning={finding?.phase === 'running'}
        done={finding?.done ?? null}
        progress={finding && finding.done >= 1 ? 'measuring' : 'searching'}
        onStart={() => void findGeometry({ runId: run.id, sought: wanted.sought, images })}
        onStop={stopFinding}
      >
        <RowPicker
          label="Find the"
          value={wanted.id}
          choices={soughtGeometries.map(({ id, label }) => ({ value: id, label }))}
          onChange={setSought}
        />
        <RowPicker
          label="from unlabelled images"
          value={String(images)}
          choices={findingImages.map((count) => ({ value: String(count), label: String(count) }))}
          onChange={(value) => setImages(Number(value))}
        />
        <RowPicker
          label="by"
          value={run.id}
          choices={runs.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setRunId}
        />
      </MeasureLine>
      {finding ? (
        <Finding finding={finding} />
      ) : (
        <p className={styles.empty}>
          Bend the images on the left. {run.name} is not told how; it looks for the geometry under
          which it is surest of them, and is never shown a label.
        </p>
      )}
    </>
  );
}

/** What is bent at this setting is the likely question. */
function suggestedOf(viewing: FindingView['viewing']): string {
  const isThere = ({ sought }: (typeof soughtGeometries)[number]) =>
    sought.kind === 'sensor'
      ? viewing.sensor?.id === sought.choice.id
      : viewing.changes.some(({ id }) => id === sought.choice.id);
  return (soughtGeometries.find(isThere) ?? soughtGeometries[0]!).id;
}

function Finding({ finding }: { finding: FindingView }) {
  const run = useLab(({ runs }) => runs.find(({ id }) => id === finding.runId));
  if (!run) return <p className={styles.empty}>The run that searched is gone.</p>;
  return (
    <>
      {finding.phase === 'failed' && (
        <div role="alert">
          <ErrorLines text={finding.reason ?? 'The search failed.'} />
        </div>
      )}
      <div className={styles.chart}>
        <Landscape {...{ finding, run }} />
      </div>
      <Outcome {...{ finding, run }} />
    </>
  );
}

function Landscape({ finding, run }: { finding: FindingView; run: RunRecord }) {
  const axes = unknownAxes(finding);
  const title = `Entropy over the assumed ${axes.map(({ label }) => label.toLowerCase()).join(' and ')}`;
  if (axes.length === 2) return <LandscapeMap finding={finding} title={title} />;
  return <LandscapeLine {...{ finding, run, title }} />;
}

function LandscapeLine(props: { finding: FindingView; run: RunRecord; title: string }) {
  const { finding, run, title } = props;
  const chart = useMemo(() => landscapeChart(finding, run.colour), [finding, run.colour]);
  const { best } = finding;
  return (
    <Plot
      title={title}
      summary={
        best ? `${title}: surest at ${valuesText(best.values, unknownAxes(finding))}.` : `${title}.`
      }
      chart={chart}
      table={() => landscapeTable(finding)}
      caption={`${run.name} · nats · line: coarse search · points: refined`}
      empty={finding.points.length === 0 ? 'The first points are on their way …' : undefined}
    />
  );
}

function Outcome({ finding, run }: { finding: FindingView; run: RunRecord }) {
  const isAssumed = useLab(({ robustness }) => robustness.assumed !== null);
  const axes = unknownAxes(finding);
  const { best, end, accuracy, phase, images } = finding;
  const from = images === 1 ? '1 unlabelled image' : `${images} unlabelled images`;
  return (
    <>
      {best && (
        <p className={find.result} role="status">
          <b>{valuesText(best.values, axes)}</b> {end ? 'found' : 'surest so far'} from {from}; the
          truth is <b>{valuesText(truthOf(finding), axes)}</b>.
          {end?.rival && (
            <span className={styles.note}>
              {' '}
              Second surest: {valuesText(end.rival.values, axes)}, at {end.rival.entropy.toFixed(3)}{' '}
              against {end.best.entropy.toFixed(3)} nats.
            </span>
          )}
        </p>
      )}
      {end && images === 1 && (
        <p className={styles.note}>
          One image says little: a 6 turned half round is a 9. Ask more images before you trust it.
        </p>
      )}
      <dl className={find.accuracy} aria-label={`Accuracy of ${run.name} on the test set`}>
        <Share name="not told" share={accuracy.untold} isComing={phase === 'running'} />
        <Share name="as found" share={accuracy.found} isComing={phase === 'running'} />
        <Share name="told the truth" share={accuracy.told} isComing={phase === 'running'} />
      </dl>
      {phase === 'stopped' && <p className={styles.note}>Cancelled.</p>}
      {end && (
        <p>
          <button
            type="button"
            className={controls.quiet}
            onClick={isAssumed ? dropAssumed : showFound}
          >
            {isAssumed
              ? 'Show the images as set on the left again'
              : 'Straighten the images by what was found'}
          </button>
        </p>
      )}
    </>
  );
}

function Share(props: { name: string; share: number | null; isComing: boolean }) {
  const { name, share, isComing } = props;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{share === null ? (isComing ? '…' : '–') : percentText(share)}</dd>
    </div>
  );
}
