/** The card that looks into trained models: bend an image, see the evidence, the errors, the inside. */
import { showDataset } from '../../store/dataPage.ts';
import { useLab } from '../../store/lab.ts';
import { chooseLookTab, type LookTab } from '../../store/subject.ts';
import { useAbsence } from '../benches/useAbsence.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import { Tabs, tabPanel } from '../parts/Tabs.tsx';
import controls from '../shell/controls.module.css';
import { ConfusionTab } from './ConfusionTab.tsx';
import { EvidenceTab } from './EvidenceTab.tsx';
import { FirstLayerTab, InsideTab } from './InsideTab.tsx';
import styles from './Look.module.css';
import { useAnswers } from './useAnswers.ts';
import { useSubject } from './useSubject.ts';
import { WarpTab } from './WarpTab.tsx';

const tabs = [
  { id: 'warp', label: 'Warp', show: WarpTab },
  { id: 'evidence', label: 'Evidence', show: EvidenceTab },
  { id: 'confusion', label: 'Confusion', show: ConfusionTab },
  { id: 'inside', label: 'Inside', show: InsideTab },
  { id: 'first-layer', label: 'First layer', show: FirstLayerTab },
] as const satisfies readonly { id: LookTab; label: string; show: unknown }[];

const NAME = 'Look';

export function Look() {
  const tab = useLab(({ look }) => look.tab);
  const view = useSubject();
  const subject = view.phase === 'ready' ? view.subject : null;
  const askable = useAnswers(subject);
  const { show: Shown } = tabs.find(({ id }) => id === tab) ?? tabs[0];
  return (
    <section className={styles.card} aria-label={NAME}>
      <Tabs name={NAME} tabs={tabs} tab={tab} onChange={chooseLookTab} />
      <div className={styles.panel} {...tabPanel(NAME, tab)}>
        {subject ? (
          <Shown subject={subject} askable={askable} />
        ) : (
          <Nothing reason={view.phase === 'failed' ? view.reason : null} />
        )}
      </div>
    </section>
  );
}

/** @param props.reason null: the images are on their way */
function Nothing({ reason }: { reason: string | null }) {
  const absence = useAbsence();
  if (reason === null) return <p className={styles.empty}>The test images are not here yet.</p>;
  if (!absence) {
    return (
      <div className={styles.empty}>
        <ErrorLines text={reason} />
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <p>
        {absence.says} {absence.helps}
      </p>
      <button type="button" className={controls.button} onClick={() => showDataset(absence.id)}>
        Open in Data
      </button>
    </div>
  );
}
