/** What the study is called, and what a person wants to know. */
import type { PlanPartProps } from './PlanEditor.tsx';
import styles from './HeadPart.module.css';

export function HeadPart({ plan, onChange }: PlanPartProps) {
  return (
    <div className={styles.head}>
      <textarea
        className={styles.title}
        rows={1}
        aria-label="Title"
        placeholder="Title of the study"
        maxLength={120}
        value={plan.title}
        onChange={({ target }) => onChange({ ...plan, title: oneLine(target.value) })}
      />
      <textarea
        className={styles.question}
        rows={1}
        aria-label="Question"
        placeholder="What do you want to know? One sentence, written before anything runs."
        maxLength={400}
        value={plan.question}
        onChange={({ target }) => onChange({ ...plan, question: oneLine(target.value) })}
      />
    </div>
  );
}

/** They wrap where there is no room, and are one line all the same. */
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
