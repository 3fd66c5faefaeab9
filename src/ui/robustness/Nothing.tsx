/** What stands where there is nothing to show yet: no images, or no run to ask about them. */
import { showBench } from '../../store/comparisons.ts';
import { showDataset } from '../../store/dataPage.ts';
import { shownImages, useLab } from '../../store/lab.ts';
import { cardKey } from '../../store/datasetCards.ts';
import { useAbsence } from '../benches/useAbsence.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import controls from '../shell/controls.module.css';
import { findDataset } from '../../datasets/index.ts';
import styles from './Nothing.module.css';

/** @param props.reason null: the images are on their way */
export function NoStrip({ reason }: { reason: string | null }) {
  const absence = useAbsence();
  if (absence) {
    return (
      <div className={styles.nothing}>
        <p>
          {absence.says} {absence.helps}
        </p>
        <button type="button" className={controls.button} onClick={() => showDataset(absence.id)}>
          Open in Data
        </button>
      </div>
    );
  }
  return (
    <div className={styles.nothing}>
      {reason === null ? <p>The test images are being prepared …</p> : <ErrorLines text={reason} />}
    </div>
  );
}

export function NoRuns() {
  const imported = useLab((state) => {
    const { dataset } = shownImages(state);
    const key = cardKey(dataset, 0);
    return state.runs.filter((run) => run.imported && cardKey(run.spec.dataset, 0) === key).length;
  });
  const label = useLab((state) => {
    const { id } = shownImages(state).dataset;
    return state.storedDatasets.find((each) => each.id === id)?.label ?? findDataset(id).label;
  });
  return (
    <div className={styles.nothing}>
      <p>
        No model has learnt {label} here yet. Train one or two in Classify, a Coordinet and a CNN
        say; then bend these images and see which of them breaks.
      </p>
      {imported > 0 && (
        <p>
          {imported === 1 ? 'One run came' : `${imported} runs came`} from a file, without weights:
          restore its settings in Classify and train it here.
        </p>
      )}
      <button type="button" className={controls.primary} onClick={showBench}>
        Go to Classify
      </button>
    </div>
  );
}
