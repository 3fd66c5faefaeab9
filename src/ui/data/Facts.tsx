/** What is known of the dataset: its settings, and three sides of it. */
import { useState } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import { findDataset } from '../../datasets/index.ts';
import { setDatasetOption, type DescriptionView } from '../../store/dataPage.ts';
import { DatasetOptions } from '../options/DatasetOptions.tsx';
import { ReadingProgress } from '../parts/ReadingProgress.tsx';
import { tabPanel, Tabs } from '../parts/Tabs.tsx';
import controls from '../shell/controls.module.css';
import { Duplicates } from './Duplicates.tsx';
import styles from './Facts.module.css';
import { Figures } from './Figures.tsx';
import { Origin } from './Origin.tsx';

export interface FactsProps {
  readonly choice: SystemChoice;
  readonly label: string;
  /** null: it is not here. */
  readonly view: DescriptionView | null;
}

const sides = [
  { id: 'figures', label: 'Figures' },
  { id: 'duplicates', label: 'Duplicates' },
  { id: 'origin', label: 'Origin' },
] as const;
type Side = (typeof sides)[number]['id'];

const NAME = 'Facts';

export function Facts({ choice, label, view }: FactsProps) {
  const [chosen, setSide] = useState<Side>('figures');
  const isHere = view !== null && view.phase !== 'failed';
  const side = isHere ? chosen : 'origin';
  const description = view?.phase === 'ready' ? view.description : undefined;
  return (
    <section className={styles.facts} aria-label="About the dataset">
      {/* Also where images could not be prepared as asked: then there is something to set right. */}
      {view && <Settings choice={choice} />}
      <Tabs
        name={NAME}
        tabs={isHere ? sides : sides.filter(({ id }) => id === 'origin')}
        tab={side}
        onChange={setSide}
      />
      <div className={styles.side} {...tabPanel(NAME, side)} tabIndex={0}>
        {view?.phase === 'loading' && side !== 'origin' && (
          <ReadingProgress progress={view.progress} begin="Looking at images" />
        )}
        {description && side === 'figures' && <Figures {...{ label, description }} />}
        {description && side === 'duplicates' && <Duplicates {...{ choice, description }} />}
        {side === 'origin' && <Origin id={choice.id} />}
      </div>
    </section>
  );
}

/** How the images are prepared, for this page and for what is trained on them from here. */
function Settings({ choice }: { choice: SystemChoice }) {
  const { options } = findDataset(choice.id);
  if (Object.keys(options).length === 0) return null;
  return (
    <section className={styles.settings} aria-label="Settings of the dataset">
      <h2 className={controls.heading}>Settings</h2>
      <DatasetOptions choice={choice} onChange={setDatasetOption} />
    </section>
  );
}
