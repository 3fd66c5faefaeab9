/** What is done with the setting as a whole: begin again, share it, save what was measured. */
import { resetViewing } from '../../store/robustness.ts';
import { openOverlay } from '../shell/overlay.ts';
import controls from '../shell/controls.module.css';
import styles from './BenchFoot.module.css';

export function BenchFoot() {
  return (
    <div className={styles.foot}>
      <button type="button" className={controls.quiet} onClick={resetViewing}>
        Reset
      </button>
      <span className={styles.space} />
      <button type="button" className={controls.quiet} onClick={() => openOverlay('share')}>
        Share
      </button>
    </div>
  );
}
