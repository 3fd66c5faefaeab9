/** Whether models are told where the pixels look, and what each pixel then counts for. */
import { useId } from 'react';
import { useLab } from '../../store/lab.ts';
import { dropAssumed, setSeed, setTold, setWeighted } from '../../store/robustness.ts';
import { Choice } from '../parts/Choice.tsx';
import controls from '../shell/controls.module.css';
import styles from './ChainPart.module.css';
import { tellingText } from './telling.ts';

const choices = [
  { value: 'no', label: 'not told' },
  { value: 'yes', label: 'told' },
] as const;

export function TellingPart() {
  const viewing = useLab(({ robustness }) => robustness.viewing);
  const assumed = useLab(({ robustness }) => robustness.assumed);
  const { told, weighted, seed } = viewing;
  return (
    <section className={styles.part} aria-labelledby="telling-title">
      <div className={styles.head}>
        <h2 id="telling-title" className={controls.heading}>
          The models are
        </h2>
        <Choice
          name="Told where the pixels look?"
          value={told ? 'yes' : 'no'}
          choices={choices}
          onChange={(value) => setTold(value === 'yes')}
        />
      </div>
      {!assumed && <p className={styles.note}>{tellingText(viewing)}</p>}
      {assumed && (
        <p className={styles.note}>
          For now every model is told the geometry that was found.{' '}
          <button type="button" className={styles.link} onClick={dropAssumed}>
            Back to this switch
          </button>
        </p>
      )}
      <Weights isPossible={told} weighted={weighted} />
      <button
        type="button"
        className={styles.quiet}
        title={`All that is random is drawn from seed ${seed}`}
        onClick={() => setSeed((seed + 1) % 1000)}
      >
        Draw what is random anew (seed {seed})
      </button>
    </section>
  );
}

function Weights({ isPossible, weighted }: { isPossible: boolean; weighted: boolean }) {
  const note = useId();
  return (
    <>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={weighted && isPossible}
          disabled={!isPossible}
          aria-describedby={note}
          onChange={({ target }) => setWeighted(target.checked)}
        />
        Area weights
      </label>
      <p id={note} className={styles.note}>
        {isPossible
          ? 'A pixel counts for the area that it looks at, so that a sum over pixels is an integral.'
          : 'Once told, a pixel can count for the area that it looks at.'}
      </p>
    </>
  );
}
