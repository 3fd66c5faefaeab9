/** Two runs side by side: what they differ in, what they reached, and their curves. */
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { readPair, wilsonInterval } from '../../store/comparisonReading.ts';
import { showBench, showComparison } from '../../store/comparisons.ts';
import { comparisonTitle } from '../../store/comparisonTitle.ts';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { differences } from '../../store/lists.ts';
import { countText, durationText, percentText } from '../../store/wording.ts';
import { LearningCurves } from '../charts/LearningCurves.tsx';
import { runColour } from '../parts/useColours.ts';
import controls from '../shell/controls.module.css';
import styles from './Comparison.module.css';

export function PairView() {
  const view = useLab((state) => state.view);
  const [idA, idB] = view.kind === 'pair' ? view.runIds : ['', ''];
  const a = useLab(({ runs }) => runs.find(({ id }) => id === idA));
  const b = useLab(({ runs }) => runs.find(({ id }) => id === idB));
  if (!a || !b) return null;
  return (
    <section className={styles.view} aria-label="Two runs compared">
      <header className={styles.head}>
        <div className={styles.title}>
          <h2>
            {a.name} and {b.name}
          </h2>
          <button
            type="button"
            className={controls.icon}
            aria-label="Close the comparison"
            title="Back to the bench"
            onClick={showBench}
          >
            <X size={17} aria-hidden />
          </button>
        </div>
        <SharedComparison a={a} b={b} />
      </header>
      <PairCurves a={a} b={b} />
      <div className={styles.outcome}>
        <PairTable a={a} b={b} />
        <PairFinding a={a} b={b} />
      </div>
    </section>
  );
}

interface Pair {
  readonly a: RunRecord;
  readonly b: RunRecord;
}

function SharedComparison({ a, b }: Pair) {
  const id = a.comparison?.split('/')[0];
  const title = a.comparison ? comparisonTitle(a.comparison) : undefined;
  if (!id || !title || b.comparison?.split('/')[0] !== id) return null;
  return (
    <p className={styles.soft}>
      Both were trained for “{title}”.{' '}
      <button type="button" className={controls.quiet} onClick={() => showComparison(id)}>
        Open it
      </button>
    </p>
  );
}

function PairCurves({ a, b }: Pair) {
  const curves = useMemo(
    () =>
      [a, b].map(({ id, name, colour, history, status }) => {
        return { id, name, colour, history, state: status, hidden: false };
      }),
    [a, b],
  );
  return (
    <div className={styles.curves}>
      <LearningCurves runs={curves} steps={Math.max(a.spec.steps, b.spec.steps)} />
    </div>
  );
}

function PairTable({ a, b }: Pair) {
  const settings = useMemo(() => differences(a.spec, b.spec), [a.spec, b.spec]);
  const results = [a, b].map(resultsOf);
  return (
    <table className={`${styles.table} ${styles.pair}`}>
      <thead>
        <tr>
          <th scope="col">{differText(settings.length)}</th>
          {[a, b].map(({ id, name, colour }) => (
            <th key={id} scope="col">
              <span className={styles.dot} style={{ background: runColour(colour) }} aria-hidden />{' '}
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {settings.map((setting) => (
          <tr key={setting.label} data-same="false">
            <th scope="row">{setting.label}</th>
            <td>{setting.a}</td>
            <td>{setting.b}</td>
          </tr>
        ))}
      </tbody>
      <tbody>
        {resultNames.map((name, index) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {results.map((values, place) => (
              <td key={place}>{values[index]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const resultNames = ['State', 'Test accuracy', 'Test loss', 'Parameters', 'Time', 'Trained on'];

function resultsOf({ status, step, final, environment, history }: RunRecord): string[] {
  const soFar = history.testAccuracy.at(-1);
  const last = soFar === undefined ? '–' : `${percentText(soFar)} so far, on a part`;
  return [
    final ? status : `${status} at step ${countText(step)}`,
    final ? accuracyText(final) : last,
    final ? `${final.testLoss.toPrecision(3)} nats` : '–',
    final ? countText(final.parameterCount) : '–',
    final ? durationText(final.trainedMs) : '–',
    environment?.backendLabel ?? '–',
  ];
}

function accuracyText({ testAccuracy, testCount }: { testAccuracy: number; testCount: number }) {
  const { low, high } = wilsonInterval(testAccuracy, testCount);
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${percentText(testAccuracy)} (${percent(low)}–${percent(high)}, ${countText(testCount)} images)`;
}

function PairFinding({ a, b }: Pair) {
  const text = readPair(a, b);
  if (!text) return null;
  return (
    <div className={styles.finding}>
      <p className={styles.question}>{text}</p>
    </div>
  );
}

function differText(count: number): string {
  if (count === 0) return 'Same settings';
  return count === 1 ? '1 setting differs' : `${count} settings differ`;
}
