/** What each class loses under one corruption: from where to where, the greatest loss first. */
import { useMemo, type CSSProperties } from 'react';
import { shownImages, useLab, type RunRecord } from '../../store/lab.ts';
import { cardKey } from '../../store/datasetCards.ts';
import { classDropsAt, cleanPoint } from '../../store/robustnessFigures.ts';
import type { CurveView } from '../../store/robustnessView.ts';
import { runColour } from '../parts/useColours.ts';
import styles from './ClassDrops.module.css';

const MOST = 10;

export function ClassDrops(props: { curve: CurveView; point: number; run: RunRecord }) {
  const { curve, point, run } = props;
  const names = useClassNames();
  const drops = useMemo(() => classDropsAt(curve, run.id, point), [curve, run.id, point]);
  const label = curve.points[point]?.label.toLowerCase() ?? '';
  if (point === cleanPoint(curve) || !drops) {
    return (
      <p className={styles.note}>Choose a measured cell to see what each class loses there.</p>
    );
  }
  return (
    <section aria-label="Loss by class">
      <p className={styles.note}>
        <b>{run.name}</b>, {label}: what each class loses, % right
      </p>
      <ul className={styles.drops} style={{ '--colour': runColour(run.colour) } as CSSProperties}>
        {drops.slice(0, MOST).map(({ label: index, before, after }) => (
          <li
            key={index}
            title={`${names[index] ?? index}: ${percent(before)} % to ${percent(after)} %`}
          >
            <span className={styles.column} aria-hidden>
              <i style={{ height: `${100 * before}%` }} />
              <i style={{ height: `${100 * after}%` }} />
            </span>
            <b>{names[index] ?? index}</b>
            <span>{percent(after)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const percent = (share: number) => Math.round(100 * share);

/** Of the dataset that is looked at; without them classes are numbers. */
export function useClassNames(): readonly string[] {
  return useLab((state) => {
    const { dataset, seed } = shownImages(state);
    const view = state.cards[cardKey(dataset, seed)];
    return view?.phase === 'ready' ? view.card.classNames : none;
  });
}

const none: readonly string[] = [];
