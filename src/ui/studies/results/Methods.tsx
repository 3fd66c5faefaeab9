/** A paragraph for a paper, written from the study itself. */
import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { StudyWithRuns } from '../../../store/studies.ts';
import { methodsParagraph } from '../../../store/studyFiles.ts';
import type { StudyAnalysis } from '../../../store/studyReading.ts';
import controls from '../../shell/controls.module.css';
import styles from './ResultsTab.module.css';

export interface MethodsProps {
  readonly study: StudyWithRuns['study'];
  readonly analysis: StudyAnalysis;
}

export function Methods({ study, analysis }: MethodsProps) {
  const text = useMemo(() => methodsParagraph(study, analysis), [study, analysis]);
  const [said, setSaid] = useState('');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser does not let the page copy: mark the text and copy it.');
    }
  }
  return (
    <div className={styles.methods} tabIndex={0} role="region" aria-label="Methods paragraph">
      {text.split('\n\n').map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <button type="button" className={controls.button} onClick={() => void copy()}>
        <Copy size={14} aria-hidden />
        Copy
      </button>
      <span className={styles.note} role="status">
        {said}
      </span>
    </div>
  );
}
