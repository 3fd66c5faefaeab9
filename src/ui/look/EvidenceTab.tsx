/** Which pixels speak for what: the signed evidence map of the selected run, or of all side by side. */
import { useState } from 'react';
import { evidence } from '../../probes/evidence.ts';
import { chartedIds } from '../../store/chartedRuns.ts';
import { currentRun, useLab, type RunRecord } from '../../store/lab.ts';
import type { ProbeView } from '../../store/probes.ts';
import type { ChartTable } from '../charts/chart.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { chooseEvidence, type ChosenEvidence, type EvidenceChoice } from '../parts/evidence.ts';
import { colourMap, filePalette, scaleOf } from '../parts/mapColours.ts';
import formStyles from '../options/options.module.css';
import { ReadableMap } from '../parts/ReadableMap.tsx';
import { saveTiles } from '../parts/savePicture.ts';
import { ScaleBar } from '../parts/ScaleBar.tsx';
import { runColour } from '../parts/useColours.ts';
import { whyNothing } from './emptyState.ts';
import styles from './EvidenceTab.module.css';
import look from './Look.module.css';
import { ProbeOptions } from './ProbeOptions.tsx';
import { SubjectColumn } from './SubjectColumn.tsx';
import { useProbe } from './useProbe.ts';
import type { Subject } from './useSubject.ts';

interface EvidenceRow {
  readonly run: RunRecord;
  readonly view: ProbeView | undefined;
  readonly chosen: ChosenEvidence | null;
}

export function EvidenceTab({ subject, askable }: { subject: Subject; askable: RunRecord[] }) {
  const selected = useLab(currentRun);
  const runCount = useLab(({ runs }) => runs.length);
  const charted = useLab((state) => [...chartedIds(state)].join(' '));
  const probabilities = useLab(({ warp }) => warp.probabilities);
  const [showsAll, setShowsAll] = useState(false);
  const [choice, setChoice] = useState<EvidenceChoice>('guess');

  const able = askable.filter(({ status }) => status !== 'diverged');
  const shown = charted.split(' ');
  const runs = showsAll
    ? able.filter(({ id }) => shown.includes(id)).toReversed()
    : able.filter(({ id }) => id === selected?.id);
  const { options, views } = useProbe(evidence, runs, subject.bent.values);
  const rows = runs.map((run): EvidenceRow => {
    const view = views[run.id];
    const maps = view?.answer?.groups[0]?.maps ?? [];
    const fits = maps[0]?.values.length === subject.form.height * subject.form.width;
    const known = probabilities[run.id] ?? null;
    return { run, view, chosen: fits ? chooseEvidence(maps, choice, known) : null };
  });
  const nothing =
    runs.length > 0 ? null : whyNothing({ run: selected, runCount, then: 'see its evidence' });

  return (
    <div className={look.withSubject}>
      <SubjectColumn subject={subject} showsBent />
      <div className={look.side}>
        <div className={look.bar}>
          <label>
            Evidence for{' '}
            <select
              value={choice}
              onChange={({ target }) => setChoice(choiceOf(target.value))}
              aria-label="Evidence for"
            >
              <option value="guess">the guess</option>
              <option value="versus">the guess, minus the next</option>
              {subject.card.classNames.map((name, index) => (
                <option key={index} value={index}>
                  “{name}”
                </option>
              ))}
            </select>
          </label>
          <span className={look.space} />
          {able.length > 1 && (
            <label>
              <input
                type="checkbox"
                role="switch"
                className={formStyles.switch}
                checked={showsAll}
                onChange={(event) => setShowsAll(event.target.checked)}
              />
              All shown runs
            </label>
          )}
          <ProbeOptions probe={evidence} options={options} />
        </div>
        {nothing ? (
          <p className={look.empty}>{nothing}</p>
        ) : (
          <Maps rows={rows} isOne={!showsAll} subject={subject} />
        )}
      </div>
    </div>
  );
}

const choiceOf = (value: string): EvidenceChoice =>
  value === 'guess' || value === 'versus' ? value : Number(value);

function Maps(props: { rows: readonly EvidenceRow[]; isOne: boolean; subject: Subject }) {
  const { rows, isOne, subject } = props;
  const [reading, setReading] = useState<string | null>(null);
  const methods = new Set(rows.flatMap(({ view }) => view?.answer?.method ?? []));
  const [only] = rows;
  const title = `Evidence, ${subject.name}`;
  const ready = rows.filter(({ chosen }) => chosen !== null);
  const save = () => void saveTiles(ready.map(tileOf), title);
  return (
    <DataFigure
      title={title}
      table={() => tableOf(rows, subject)}
      caption={reading ?? (isOne ? 'point at a pixel to read it' : 'each map on its own scale')}
      files={[{ label: 'Picture, PNG', save, disabled: ready.length === 0 }]}
    >
      {isOne && only ? (
        <div className={styles.one}>
          <OneMap row={only} onRead={setReading} />
          <div className={styles.words}>
            <p>
              <b>{only.run.name}</b> {only.chosen?.text}
            </p>
            {only.chosen && (
              <>
                <ScaleBar scale={scaleOf(only.chosen.map.values, true)} signed unit="logits" />
                <p className={styles.soft}>
                  <span className={styles.for}>Orange</span> speaks for it,{' '}
                  <span className={styles.against}>blue</span> against.
                </p>
              </>
            )}
            {only.view?.answer && <p className={styles.soft}>{only.view.answer.method}</p>}
          </div>
        </div>
      ) : (
        <ul className={styles.many} tabIndex={0} aria-label="Evidence of each run">
          {rows.map((row) => (
            <li key={row.run.id}>
              <p className={styles.name}>
                <span style={{ background: runColour(row.run.colour) }} /> {row.run.name}
              </p>
              <OneMap row={row} onRead={setReading} />
              {row.chosen && (
                <p className={styles.soft}>
                  {row.chosen.text}, ±{scaleOf(row.chosen.map.values, true).high.toPrecision(2)}
                </p>
              )}
            </li>
          ))}
          {methods.size > 1 && (
            <li className={styles.methods}>
              {[...methods].map((method) => (
                <p key={method}>{method}</p>
              ))}
            </li>
          )}
        </ul>
      )}
    </DataFigure>
  );
}

function OneMap(props: { row: EvidenceRow; onRead: (text: string | null) => void }) {
  const { run, view, chosen } = props.row;
  if (!chosen) {
    const reason = view?.reason ?? (view?.isAsking === false ? 'No weights to ask yet.' : null);
    return <p className={styles.waiting}>{reason ?? 'Computing …'}</p>;
  }
  return (
    <div className={styles.map} data-asking={view?.isAsking}>
      <ReadableMap
        map={chosen.map}
        signed
        label={`Evidence of ${run.name} ${chosen.text}`}
        unit=" logits"
        onRead={(text) => props.onRead(text && `${run.name}, ${text}`)}
      />
    </div>
  );
}

function tableOf(rows: readonly EvidenceRow[], { form: { height, width } }: Subject): ChartTable {
  const known = rows.flatMap(({ run, chosen }) => (chosen ? [{ run, chosen }] : []));
  return {
    columns: ['x', 'y', ...known.map(({ run, chosen }) => `${run.name} ${chosen.text}, logits`)],
    rows: Array.from({ length: height * width }, (_, pixel) => [
      pixel % width,
      Math.floor(pixel / width),
      ...known.map(({ chosen }) => chosen.map.values[pixel]!),
    ]),
  };
}

function tileOf({ run, chosen }: EvidenceRow) {
  const { height, width, values } = chosen!.map;
  const pixels = colourMap(values, { scale: scaleOf(values, true), signed: true }, filePalette);
  return { title: `${run.name} ${chosen!.text}`, pixels, height, width };
}
