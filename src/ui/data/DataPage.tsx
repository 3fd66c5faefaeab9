/** Datasets: what is here, what can be fetched, and what is in each. */
import { useLab } from '../../store/lab.ts';
import styles from './DataPage.module.css';

export function DataPage() {
  const id = useLab(({ view }) => (view.kind === 'data' ? view.choice.id : ''));
  return (
    <main className={styles.page} aria-label="Data">
      {id}
    </main>
  );
}
