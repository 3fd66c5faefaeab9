/** Reading, what was understood, storing; or why it failed. */
import { FolderOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import {
  acceptImport,
  backToChoosing,
  readAgain,
  type ImportPreview,
  type ImportView,
} from '../../store/importing.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import { ReadingProgress } from '../parts/ReadingProgress.tsx';
import { chooseFiles } from '../shell/chooseFiles.ts';
import controls from '../shell/controls.module.css';
import styles from './ImportDialog.module.css';
import { Questions } from './Questions.tsx';
import { isIncomplete, Skipped } from './Skipped.tsx';
import { Understood } from './Understood.tsx';

export interface ImportStepsProps {
  readonly view: ImportView;
  readonly onLeave: () => void;
}

export function ImportSteps(props: ImportStepsProps) {
  const { preview, fault } = props.view;
  if (preview) return <Preview {...props} preview={preview} />;
  return (
    <>
      <div className={styles.content}>
        {fault === null ? (
          <ReadingProgress progress={props.view.progress} begin="Opening the files" />
        ) : (
          <Fault text={fault} />
        )}
      </div>
      <div className={styles.foot}>
        {fault !== null && <OtherWays view={props.view} />}
        <span className={styles.space} />
        <button type="button" className={controls.button} onClick={props.onLeave}>
          {fault === null ? 'Cancel' : 'Close'}
        </button>
      </div>
    </>
  );
}

function Fault({ text }: { text: string }) {
  return (
    <div className={styles.fault} role="alert">
      <ErrorLines text={text} />
    </div>
  );
}

/** To other files or to the form that these came from; or the same again: a fault may have passed. */
function OtherWays({ view: { origin } }: { view: ImportView }) {
  return (
    <>
      {origin.from === 'files' ? (
        <button type="button" className={controls.button} onClick={chooseFiles}>
          <FolderOpen size={15} aria-hidden />
          Choose other files
        </button>
      ) : (
        <button type="button" className={controls.button} onClick={backToChoosing}>
          Back
        </button>
      )}
      <button type="button" className={controls.button} onClick={() => void readAgain()}>
        Try again
      </button>
    </>
  );
}

function Preview({ view, preview, onLeave }: ImportStepsProps & { preview: ImportPreview }) {
  const { understood, questions } = preview;
  const [typed, setTyped] = useState<string | null>(null);
  const [without, setWithout] = useState(0);
  const name = typed ?? understood?.label ?? '';
  const lacking = lackingOf({ view, preview, name, without });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (lacking === null) void acceptImport(name.trim());
      }}
    >
      <div className={styles.content} aria-busy={view.phase === 'reading'}>
        {view.fault !== null && <Fault text={view.fault} />}
        {view.phase !== 'failed' && understood && (
          <label className={styles.name}>
            Name
            <input
              value={name}
              maxLength={80}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        )}
        <Questions questions={questions} />
        {view.phase !== 'failed' && understood && (
          <Understood understood={understood}>
            <Skipped understood={understood} without={without} onWithout={setWithout} />
          </Understood>
        )}
      </div>
      <Foot view={view} lacking={lacking} onLeave={onLeave} />
    </form>
  );
}

function Foot({ view, lacking, onLeave }: ImportStepsProps & { readonly lacking: ReactNode }) {
  const isStoring = view.phase === 'storing';
  return (
    <div className={styles.foot}>
      <OtherWaysWhenDone view={view} />
      <div className={styles.status}>
        {view.phase === 'reading' && (
          <ReadingProgress progress={view.progress} begin="Reading again" />
        )}
        {isStoring && <ReadingProgress progress={view.progress} begin="Storing" />}
        {lacking && <p id="import-lacking">{lacking}</p>}
      </div>
      <button type="button" className={controls.button} disabled={isStoring} onClick={onLeave}>
        Discard
      </button>
      <button
        type="submit"
        className={controls.primary}
        disabled={lacking !== null}
        aria-describedby={lacking ? 'import-lacking' : undefined}
      >
        Import
      </button>
    </div>
  );
}

/** Once it is read there is no need for other files; the Hub's form and the camera stay near. */
function OtherWaysWhenDone({ view }: { view: ImportView }) {
  const isNear = view.phase === 'failed' || (view.phase === 'read' && view.origin.from !== 'files');
  if (!isNear) return null;
  if (view.phase === 'failed') return <OtherWays view={view} />;
  return (
    <button type="button" className={controls.button} onClick={backToChoosing}>
      Back
    </button>
  );
}

/** What stands between the person and Import; the empty string where that is seen anyway. */
function lackingOf({
  view,
  preview: { understood },
  name,
  without,
}: {
  view: ImportView;
  preview: ImportPreview;
  name: string;
  without: number;
}): string | null {
  if (view.phase !== 'read') return '';
  if (!understood) return 'Answer the question above first.';
  if (isIncomplete(understood, without)) return 'Some files could not be read.';
  if (name.trim() === '') return 'It needs a name.';
  return null;
}
