/** The card that looks into trained models: bend an image, see the evidence, the errors, the inside. */
import { useLab } from '../../store/lab.ts';
import { chooseLookTab, type LookTab } from '../../store/subject.ts';
import { Tabs, tabPanel } from '../parts/Tabs.tsx';
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
          <p className={styles.empty}>
            {view.phase === 'failed'
              ? `No images to ask about. ${view.reason}`
              : 'The test images are not here yet.'}
          </p>
        )}
      </div>
    </section>
  );
}
