/** The page: header, bench, and what may lie over it. */
import { useEffect } from 'react';
import { useLab } from '../store/lab.ts';
import { Classify } from './benches/Classify.tsx';
import { ImportDialogs } from './importing/ImportDialogs.tsx';
import { ShareDialog } from './runs/Share.tsx';
import styles from './shell/App.module.css';
import controls from './shell/controls.module.css';
import { DropTarget } from './shell/DropTarget.tsx';
import { Header } from './shell/Header.tsx';
import { Help } from './shell/Help.tsx';
import { laterPage } from './shell/laterPage.tsx';
import { Notices } from './shell/Notices.tsx';
import { closeOverlay, useOverlay } from './shell/overlay.ts';
import { Palette } from './shell/Palette.tsx';
import { Tour } from './shell/tour/Tour.tsx';
import { useKeys } from './shell/useKeys.ts';

const DataPage = laterPage('Data', () => import('./data/DataPage.tsx').then((it) => it.DataPage));
const RobustnessPage = laterPage('Robustness', () =>
  import('./robustness/RobustnessPage.tsx').then((it) => it.RobustnessPage),
);
const StudiesPage = laterPage('Studies', () =>
  import('./studies/StudiesPage.tsx').then((it) => it.StudiesPage),
);

export function App() {
  useKeys();
  useTheme();
  return (
    <div className={styles.app}>
      <Header />
      <Page />
      <Notices />
      <Announcer />
      <DropTarget />
      <Overlays />
      <ImportDialogs />
    </div>
  );
}

function Page() {
  switch (useLab(({ view }) => view.kind)) {
    case 'data':
      return <DataPage />;
    case 'robustness':
      return <RobustnessPage />;
    case 'studies':
      return <StudiesPage />;
    default:
      return <Classify />;
  }
}

function Overlays() {
  switch (useOverlay()) {
    case 'help':
      return <Help onClose={() => closeOverlay('help')} />;
    case 'palette':
      return <Palette onClose={() => closeOverlay('palette')} />;
    case 'share':
      return <ShareDialog onClose={() => closeOverlay('share')} />;
    case 'tour':
      return <Tour onEnd={() => closeOverlay('tour')} />;
    case null:
      return null;
  }
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
