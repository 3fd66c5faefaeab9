/** Messages in a corner of the page, over everything, until they are dismissed. */
import { X } from 'lucide-react';
import { useLab, type Notice } from '../../store/lab.ts';
import { dismissNotice } from '../../store/notices.ts';
import { takeAction } from '../../store/start.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import controls from './controls.module.css';
import styles from './Notices.module.css';

export function Notices() {
  const notices = useLab((state) => state.notices);
  return (
    <div className={styles.notices}>
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice: { id, kind, text, action } }: { notice: Notice }) {
  return (
    <div className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <div className={styles.text}>
        <ErrorLines text={text} />
      </div>
      {action && (
        <button
          type="button"
          className={controls.button}
          onClick={() => {
            dismissNotice(id);
            takeAction(action.does);
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={controls.icon}
        aria-label="Dismiss"
        onClick={() => dismissNotice(id)}
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
