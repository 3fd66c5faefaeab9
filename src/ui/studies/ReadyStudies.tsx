/** The ready studies: each a question with everything decided, opened as a plan that can be changed. */
import { readyStudies, readyMs, type ReadyStudy } from '../../store/readyStudies.ts';
import type { StudyPlan } from '../../store/studies.ts';
import { durationText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import styles from './ReadyStudies.module.css';

export interface ReadyStudiesProps {
  /** Short: the question is a hint. Long: it stands there. */
  readonly form: 'short' | 'long';
  readonly onOpen: (plan: StudyPlan) => void;
}

export function ReadyStudies({ form, onOpen }: ReadyStudiesProps) {
  return (
    <ul className={styles.list} aria-label="Ready studies">
      {readyStudies.map((study) => (
        <li key={study.id}>
          <b title={study.question}>{study.title}</b>
          {form === 'long' && <p>{study.question}</p>}
          <Sizes study={study} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

const names = { small: 'Small', whole: 'Whole' } as const;

function Sizes({ study, onOpen }: { study: ReadyStudy; onOpen: ReadyStudiesProps['onOpen'] }) {
  return (
    <span className={styles.sizes}>
      {(['small', 'whole'] as const).map((size) => {
        const ms = readyMs(study, size);
        return (
          <button
            key={size}
            type="button"
            title={`${study.question} ${study.watchFor}`}
            onClick={() => onOpen(size === 'small' ? study.small : study.plan)}
          >
            <span className={controls.spoken}>{study.title}: </span>
            {names[size]}
            {ms !== null && <span> · {roughText(ms)}</span>}
          </button>
        );
      })}
    </span>
  );
}

/** `12 m`, `3 h`, `2 days`: a guess has no seconds. */
function roughText(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  if (hours >= 1) return `${Math.round(hours)} h`;
  return durationText(Math.max(60_000, Math.round(ms / 60_000) * 60_000)).replace(/ 00 s$/, '');
}
