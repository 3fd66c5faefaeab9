/** What this is, and its keys. */
import { useEffect, useRef } from 'react';
import { fixedCommands } from './commands.ts';
import controls from './controls.module.css';
import styles from './Help.module.css';
import { isApple, keyText } from './keys.ts';
import { openOverlay } from './overlay.ts';

const keyed = fixedCommands.filter(({ key }) => key !== undefined);

export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className={styles.body}>
        <h2 id="help-title">What is knowing where a pixel is worth?</h2>
        <p>
          Choose a dataset, an architecture and an encoding in the set-up, and press Train. A{' '}
          <b>Coordinet</b> sees one pixel at a time, with its coordinates; an MLP and a CNN see the
          whole grid. Every run stays in the list with its score and what it differs in. Then bend a
          test image under the curves and see which model breaks.
        </p>
        <p>
          All is computed in this browser; nothing is sent anywhere. Runs and your own images are
          kept here until you delete them, and a run that was interrupted goes on from where it was.
          The address of the page holds the whole set-up: copy it to share it.
        </p>
        <p>
          <b>Robustness</b> bends, blurs and re-samples the whole test set, or looks at it through a
          lens or another sensor, and shows which run keeps reading it. A Coordinet can be told
          where each pixel looks, and find an unknown turn or lens by itself.
        </p>
        <p>
          Drop images of your own anywhere on the page: a folder or zip of pictures by class, IDX,
          CIFAR, NPZ, parquet or CSV files. What was understood is shown before it is stored. A
          results file brings runs in, and a picture alone is one to ask your models about.
        </p>
        <dl className={styles.keys}>
          {keyed.map(({ id, key, label }) => (
            <div key={id}>
              <dt>
                <kbd>{keyText(key!, isApple())}</kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
        <p>No key acts while you type, and Esc closes what lies over the page.</p>
        <form method="dialog" className={styles.buttons}>
          <button className={controls.button} autoFocus>
            Close
          </button>
          <button type="button" className={controls.button} onClick={() => openOverlay('tour')}>
            Take the tour
          </button>
        </form>
      </div>
    </dialog>
  );
}
