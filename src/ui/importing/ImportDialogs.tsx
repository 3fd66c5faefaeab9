/**
 * The dialog over the page while images of one's own come in: where from, how far, what was
 * understood. One native dialog for all of it, so that nothing flickers between the steps.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { discardImport, type ImportView } from '../../store/importing.ts';
import { useLab } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import { AddPictures } from './AddPictures.tsx';
import { HubForm } from './HubForm.tsx';
import styles from './ImportDialog.module.css';
import { ImportSteps } from './ImportSteps.tsx';
import { Webcam } from './Webcam.tsx';

export function ImportDialogs() {
  const view = useLab((state) => state.importing);
  return view && <ImportDialog view={view} />;
}

const titles: Record<ImportView['origin']['from'], string> = {
  files: 'Import',
  pictures: 'Add pictures',
  hub: 'From the Hugging Face Hub',
  webcam: 'From the webcam',
};

function ImportDialog({ view }: { view: ImportView }) {
  const { origin, phase } = view;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [unsaved, setUnsaved] = useState(0);
  const [isLeaving, setLeaving] = useState(false);
  const leave = () => (unsaved > 0 && !isLeaving ? setLeaving(true) : discardImport());

  useLayoutEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    return () => element.close(); // while it is there: what had the focus before gets it back
  }, []);
  useEffect(() => {
    // What had the focus may have gone with the step before.
    if (!dialog.current?.contains(document.activeElement)) heading.current?.focus();
    if (document.activeElement === dialog.current) heading.current?.focus();
  }, [phase]);

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      data-wide={origin.from === 'webcam' && phase === 'choosing'}
      aria-labelledby="import-title"
      onCancel={(event) => {
        event.preventDefault(); // Escape: first what is lost is said, and storing is not broken off
        leave();
      }}
      onClose={(event) => {
        // A second Escape closes whatever was answered to the first.
        if (event.currentTarget.open) return;
        if (phase === 'storing') event.currentTarget.showModal();
        else discardImport();
      }}
    >
      <h2 ref={heading} id="import-title" tabIndex={-1}>
        {titles[origin.from]}
      </h2>
      {origin.from === 'hub' && <HubForm isShown={phase === 'choosing'} onLeave={leave} />}
      {origin.from === 'webcam' && (
        <Webcam isShown={phase === 'choosing'} onCount={setUnsaved} onLeave={leave} />
      )}
      {origin.from === 'pictures' && phase === 'choosing' && (
        <AddPictures files={origin.files} onLeave={leave} />
      )}
      {phase !== 'choosing' && <ImportSteps view={view} onLeave={leave} />}
      {isLeaving && <Leaving count={unsaved} onStay={() => setLeaving(false)} />}
    </dialog>
  );
}

/** Pictures that were taken and go nowhere yet. */
function Leaving({ count, onStay }: { count: number; onStay: () => void }) {
  const pictures = count === 1 ? 'the picture' : `the ${countText(count)} pictures`;
  return (
    <div className={styles.leaving} role="alertdialog" aria-label="Close without them?">
      <p>Close, and lose {pictures} taken?</p>
      <button type="button" className={controls.button} onClick={discardImport}>
        Lose them
      </button>
      <button type="button" className={controls.primary} autoFocus onClick={onStay}>
        Keep them
      </button>
    </div>
  );
}
