/** The page: header, bench, and what may lie over it. */
import { useEffect, useState } from 'react';
import { useLab } from '../store/lab.ts';
import { Classify } from './benches/Classify.tsx';
import styles from './shell/App.module.css';
import controls from './shell/controls.module.css';
import { DropTarget } from './shell/DropTarget.tsx';
import { Header } from './shell/Header.tsx';
import { Help } from './shell/Help.tsx';
import { Notices } from './shell/Notices.tsx';
import { useKeys } from './shell/useKeys.ts';

export function App() {
  const [isHelpOpen, setHelpOpen] = useState(false);
  useKeys(() => setHelpOpen(true));
  useTheme();
  return (
    <div className={styles.app}>
      <Header onHelp={() => setHelpOpen(true)} />
      <Classify />
      <Notices />
      <Announcer />
      <DropTarget />
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

/** Says what just happened to people who listen. */
function Announcer() {
  const announcement = useLab((state) => state.announcement);
  return (
    <p className={controls.spoken} role="status">
      {announcement}
    </p>
  );
}

function useTheme(): void {
  const theme = useLab((state) => state.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
