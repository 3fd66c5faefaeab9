/** Name, benches, and the app's settings: what computes, light or dark, help. */
import { CircleHelp, Info, Monitor, Moon, Search, Sun } from 'lucide-react';
import { showBench } from '../../store/comparisons.ts';
import { showData } from '../../store/dataPage.ts';
import { useLab, type BackendChoice } from '../../store/lab.ts';
import { openRobustness } from '../../store/robustness.ts';
import { chooseTheme } from '../../store/start.ts';
import { showStudies } from '../../store/studies.ts';
import { chooseBackend } from '../../store/training.ts';
import { ComparisonsMenu } from '../runs/ComparisonsMenu.tsx';
import styles from './App.module.css';
import { backendNames } from './backendNames.ts';
import controls from './controls.module.css';
import { isApple, keyText } from './keys.ts';
import { Logo } from './Logo.tsx';
import { openOverlay } from './overlay.ts';

export function Header() {
  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <Logo />
        Coordinet Lab
      </h1>
      <Benches />
      <span className={styles.space} />
      <button
        type="button"
        className={`${controls.icon} ${styles.commands}`}
        title={`Commands (${keyText('Mod+K', isApple())})`}
        onClick={() => openOverlay('palette')}
      >
        <Search size={16} aria-hidden />
        <span className={controls.spoken}>Commands</span>
        <kbd>{keyText('Mod+K', isApple())}</kbd>
      </button>
      <Backend />
      <ThemeSwitch />
      <button
        type="button"
        className={controls.icon}
        aria-label="Help"
        title="Help and keys (?)"
        onClick={() => openOverlay('help')}
      >
        <CircleHelp size={17} aria-hidden />
      </button>
    </header>
  );
}

function Benches() {
  const kind = useLab(({ view }) => view.kind);
  const page = kind === 'data' || kind === 'robustness' || kind === 'studies' ? kind : 'classify';
  const bench = (id: typeof page, show: () => void) => ({
    isShown: page === id,
    show: page === id ? undefined : show,
  });
  return (
    <nav className={styles.benches} aria-label="Benches">
      <Bench href="#" label="Classify" {...bench('classify', showBench)} />
      <Bench href="#page=robustness" label="Robustness" {...bench('robustness', openRobustness)} />
      <Bench href="#page=studies" label="Studies" {...bench('studies', showStudies)} />
      <Bench href="#page=data" label="Data" {...bench('data', showData)} />
      <ComparisonsMenu />
    </nav>
  );
}

/** @param props.show nothing where the page is shown already */
function Bench(props: {
  href: string;
  label: string;
  isShown: boolean;
  show: (() => void) | undefined;
}) {
  const { href, label, isShown, show } = props;
  return (
    <a
      href={href}
      aria-current={isShown ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return; // for a tab of its own
        event.preventDefault();
        show?.();
      }}
    >
      {label}
    </a>
  );
}

const labelOf = (backend: string) =>
  backendNames.find(({ id }) => id === backend)?.label ?? backend;

function Backend() {
  const engine = useLab((state) => state.engine);
  const choice = useLab((state) => state.backendChoice);
  const text = {
    starting: () => 'starting …',
    failed: () => 'no backend',
    ready: () => (engine.phase === 'ready' ? engine.status.label : ''),
  }[engine.phase]();
  return (
    <>
      <span className={styles.backend}>
        <span className={styles.light} data-phase={engine.phase} />
        <span id="backend-status" role="status">
          {/* A narrow header has room for the first word alone. */}
          {text.split(' · ').map((part, index) => (
            <span key={index}>{index > 0 ? ` · ${part}` : part}</span>
          ))}
        </span>
        <select
          aria-label="Backend"
          aria-describedby="backend-status"
          value={choice}
          onChange={(event) => void chooseBackend(event.target.value as BackendChoice)}
        >
          {backendNames.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </span>
      <button
        type="button"
        className={controls.icon}
        aria-label="About the backend"
        title="About the backend"
        popoverTarget="backend-reasons"
      >
        <Info size={16} aria-hidden />
      </button>
      <div id="backend-reasons" popover="auto" className={styles.popover}>
        <BackendReasons />
      </div>
    </>
  );
}

function BackendReasons() {
  const engine = useLab((state) => state.engine);
  if (engine.phase === 'starting') return <p>The backend is being chosen and checked.</p>;
  if (engine.phase === 'failed') return <p>{engine.reason}</p>;
  const { label, adapter, selfCheckError, passedOver } = engine.status;
  return (
    <>
      <h2>{label}</h2>
      <dl>
        {adapter && (
          <>
            <dt>Runs on</dt>
            <dd>{adapter}</dd>
          </>
        )}
        <dt>Self-check</dt>
        <dd>losses and gradients within {selfCheckError.toExponential(1)} of known numbers</dd>
        {passedOver.map(({ backend, reason }) => (
          <div key={backend} style={{ display: 'contents' }}>
            <dt>{labelOf(backend)}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const themes = {
  system: { icon: Monitor, next: 'light', name: 'Theme: as the system' },
  light: { icon: Sun, next: 'dark', name: 'Theme: light' },
  dark: { icon: Moon, next: 'system', name: 'Theme: dark' },
} as const;

function ThemeSwitch() {
  const theme = useLab((state) => state.theme);
  const { icon: Icon, next, name } = themes[theme];
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={name}
      title={`${name}; press for ${next}`}
      onClick={() => chooseTheme(next)}
    >
      <Icon size={17} aria-hidden />
    </button>
  );
}
