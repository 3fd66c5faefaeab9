/** Which classes each arm recognises: mean over the seeds, at chosen levels. */
import { useMemo, useState, type CSSProperties } from 'react';
import { classSlices, classTable, lastLevels } from '../../../store/studyFigures.ts';
import { DataFigure } from '../../charts/DataFigure.tsx';
import { useCard } from '../../benches/useCards.ts';
import { percentText } from '../../../store/studyReading.ts';
import { changedSpec } from '../../../store/studyPlanEdits.ts';
import { runColour } from '../../parts/useColours.ts';
import { coloursOf } from '../armColours.ts';
import styles from './ClassesFigure.module.css';
import type { FigureProps } from './FigureCard.tsx';
import { LevelChoice } from './LevelChoice.tsx';
import card from './ResultsTab.module.css';

export function ClassesFigure({ open, analysis }: FigureProps) {
  const { plan } = open.study;
  const [levels, setLevels] = useState(() => lastLevels(plan));
  const names = useClassNames(open, levels);
  const slices = useMemo(() => classSlices(analysis, levels, names), [analysis, levels, names]);
  const colours = coloursOf(plan);
  return (
    <>
      <div className={card.choices}>
        <LevelChoice plan={plan} along={null} levels={levels} onChange={setLevels} />
      </div>
      <div className={card.chart}>
        {!slices && <p className={card.empty}>No run at these levels tells its classes apart.</p>}
        {slices && (
          <DataFigure
            title="Test accuracy by class, %"
            table={() => classTable(slices)}
            caption="the fuller the colour, the better · mean over seeds"
          >
            <div className={styles.frame} tabIndex={0} role="region" aria-label="Accuracy by class">
              <table className={styles.heat}>
                <thead>
                  <tr>
                    <th scope="col">Class</th>
                    {slices.arms.map(({ arm }) => (
                      <th
                        key={arm}
                        scope="col"
                        style={{ '--colour': runColour(colours.get(arm) ?? 0) } as CSSProperties}
                      >
                        <span title={arm}>{arm}</span>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {slices.classNames.map((name, place) => (
                    <tr key={place}>
                      <th scope="row">{name}</th>
                      {slices.arms.map(({ arm, shares }) => (
                        <td key={arm} style={{ '--heat': shadeOf(shares[place]) } as CSSProperties}>
                          {percentText(shares[place] ?? null)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </DataFigure>
        )}
      </div>
    </>
  );
}

/** Half of the accent at most: the figure on it stays legible in both themes. */
const shadeOf = (share: number | null | undefined) => ((share ?? 0) ** 2 * 0.5).toFixed(3);

function useClassNames({ study: { plan } }: FigureProps['open'], levels: FigureLevels) {
  const changes = plan.factors.flatMap(
    ({ label, levels: all }) => all.find((level) => level.label === levels[label])?.changes ?? [],
  );
  const { dataset, seed } = changes.reduce(changedSpec, plan.base);
  const view = useCard(dataset, seed);
  return view.phase === 'ready' ? view.card.classNames : noNames;
}
const noNames: readonly string[] = [];
type FigureLevels = Readonly<Record<string, string>>;
