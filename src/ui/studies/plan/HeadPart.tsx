/** What the study is called, and what a person wants to know. */
import type { PlanPartProps } from './PlanEditor.tsx';
import styles from './HeadPart.module.css';

export function HeadPart({ plan, onChange }: PlanPartProps) {
  return (
    <div className={styles.head}>
      <input
        className={styles.title}
        aria-label="Title"
        placeholder="Title of the study"
        maxLength={120}
        value={plan.title}
        onChange={({ target }) => onChange({ ...plan, title: target.value })}
      />
      <input
        className={styles.question}
        aria-label="Question"
        placeholder="What do you want to know? One sentence, written before anything runs."
        maxLength={400}
        value={plan.question}
        onChange={({ target }) => onChange({ ...plan, question: target.value })}
      />
    </div>
  );
}
