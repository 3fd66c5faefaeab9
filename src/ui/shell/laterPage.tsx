/**
 * A page whose code comes when it is first shown: what the first screen does not need is not loaded
 * with it.
 */
import { useEffect, useState, type ComponentType } from 'react';
import controls from './controls.module.css';
import styles from './laterPage.module.css';

/** @param name of the page's main part, for as long as it is not there */
export function laterPage(name: string, load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;

  return function LaterPage() {
    const [Page, setPage] = useState(() => loaded);
    const [attempt, setAttempt] = useState(0);
    const [failedAttempt, setFailedAttempt] = useState(-1);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (page) => {
          loaded = page;
          setPage(() => page);
        },
        () => setFailedAttempt(attempt),
      );
    }, [attempt]);
    if (Page) return <Page />;
    if (failedAttempt !== attempt) return <main aria-label={name} aria-busy="true" />;
    return (
      <main className={styles.failed} aria-label={name}>
        <p role="alert">This page could not be loaded: is the network there?</p>
        <button type="button" className={controls.button} onClick={() => setAttempt(attempt + 1)}>
          Try again
        </button>
      </main>
    );
  };
}
