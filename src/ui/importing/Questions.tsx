/** What the files leave open, as lists to choose from; each answer reads the files again. */
import { useId } from 'react';
import { answerQuestion, type AskedQuestion } from '../../store/importing.ts';
import styles from './ImportDialog.module.css';

export function Questions({ questions }: { questions: readonly AskedQuestion[] }) {
  if (questions.length === 0) return null;
  return (
    <div className={styles.questions} role="group" aria-label="Questions">
      {questions.map((question) => (
        <QuestionField key={question.id} question={question} />
      ))}
    </div>
  );
}

function QuestionField({ question }: { question: AskedQuestion }) {
  const { id, label, help, choices, answer } = question;
  const field = useId();
  return (
    <div className={styles.question}>
      <label htmlFor={field}>{label}</label>
      <select
        id={field}
        value={answer ?? ''}
        aria-describedby={help ? `${field}-help` : undefined}
        onChange={(event) => void answerQuestion(id, event.target.value)}
      >
        {answer === null && (
          <option value="" disabled>
            Choose …
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {help && <p id={`${field}-help`}>{help}</p>}
    </div>
  );
}
