import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSettings, startLab } from './store/start.ts';
import { App } from './ui/App.tsx';
import './ui/tokens.css';
import './ui/shell/page.css';

/** Settings are read before the first picture, unless the browser's database keeps us waiting. */
const PATIENCE_MS = 300;

const settled = openSettings();
const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
void Promise.race([settled, patience]).then(() => {
  createRoot(document.getElementById('lab')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
void settled.then(startLab);
