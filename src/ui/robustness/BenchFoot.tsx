/** What is done with the setting as a whole: begin again, save what was measured, share it. */
import { useLab } from '../../store/lab.ts';
import { resetViewing } from '../../store/robustness.ts';
import { exportRobustness, hasFigures } from '../../store/robustnessExport.ts';
import { Menu } from '../parts/Menu.tsx';
import controls from '../shell/controls.module.css';
import { openOverlay } from '../shell/overlay.ts';
import styles from './BenchFoot.module.css';

const formats = [
  { id: 'json', label: 'All figures, JSON' },
  { id: 'csv', label: 'Accuracies, CSV' },
  { id: 'csv-by-class', label: 'By class, CSV' },
] as const;

export function BenchFoot() {
  const hasSome = useLab(hasFigures);
  return (
    <div className={styles.foot}>
      <button type="button" className={controls.quiet} onClick={resetViewing}>
        Reset
      </button>
      <span className={styles.space} />
      <Menu label="Export" name="Export the figures">
        {formats.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            disabled={!hasSome}
            onClick={() => void exportRobustness(id)}
          >
            {label}
          </button>
        ))}
      </Menu>
      <button type="button" className={controls.quiet} onClick={() => openOverlay('share')}>
        Share
      </button>
    </div>
  );
}
