/** A dataset of the Hugging Face Hub by its id: looked up first, then what of it is to be read. */
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import {
  lookUpHub,
  readHub,
  type HubAnswer,
  type HubChoice,
  type HubListing,
} from '../../store/importing.ts';
import { bytesText, countText } from '../../store/wording.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import controls from '../shell/controls.module.css';
import {
  bytesOfChoice,
  chosenSplits,
  hubIdOf,
  limitsFor,
  suggestedChoice,
  suggestedConfiguration,
} from './hubChoice.ts';
import styles from './ImportDialog.module.css';

export interface HubFormProps {
  /** Kept while what it chose is read: the way back leads here. */
  readonly isShown: boolean;
  readonly onLeave: () => void;
}

export function HubForm({ isShown, onLeave }: HubFormProps) {
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<HubAnswer | 'asking' | null>(null);
  const [choice, setChoice] = useState<HubChoice>();
  const newest = useRef(0);
  const id = hubIdOf(typed);

  async function lookUp(): Promise<void> {
    const asking = ++newest.current;
    setAnswer('asking');
    setChoice(undefined);
    const found = await lookUpHub(id);
    if (asking !== newest.current) return;
    setAnswer(found);
    const configuration = found.listing && suggestedConfiguration(found.listing);
    if (configuration) setChoice(suggestedChoice(id, configuration));
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (choice) void readHub(choice);
    else if (id) void lookUp();
  }
  return (
    <form className={styles.form} hidden={!isShown} onSubmit={submit}>
      <div className={styles.content}>
        <IdField
          value={typed}
          isShown={isShown}
          isLookedUp={choice !== undefined}
          onLookUp={() => void lookUp()}
          onChange={(text) => {
            newest.current++;
            setTyped(text);
            setAnswer(null);
            setChoice(undefined);
          }}
        />
        <div role="status" className={styles.found}>
          {answer === 'asking' && <p>Asking the Hub …</p>}
          {answer !== 'asking' && answer?.listing && !choice && (
            <p>The Hub offers no parquet files of {answer.listing.id}; it cannot be read here.</p>
          )}
        </div>
        {answer !== 'asking' && answer?.fault && (
          <div className={styles.fault} role="alert">
            <ErrorLines text={answer.fault} />
          </div>
        )}
        {answer !== 'asking' && answer?.listing && choice && (
          <HubChoices listing={answer.listing} choice={choice} onChange={setChoice} />
        )}
      </div>
      <div className={styles.foot}>
        <span className={styles.space} />
        <button type="button" className={controls.button} onClick={onLeave}>
          Cancel
        </button>
        <button type="submit" className={controls.primary} disabled={!choice}>
          Read the images
        </button>
      </div>
    </form>
  );
}

interface IdFieldProps {
  readonly value: string;
  readonly isShown: boolean;
  /** Then Enter goes on to reading. */
  readonly isLookedUp: boolean;
  readonly onChange: (text: string) => void;
  readonly onLookUp: () => void;
}

function IdField({ value, isShown, isLookedUp, onChange, onLookUp }: IdFieldProps) {
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isShown) input.current?.focus();
  }, [isShown]);
  return (
    <div className={styles.lookUp}>
      <label htmlFor={field}>Dataset</label>
      <div>
        <input
          ref={input}
          id={field}
          value={value}
          placeholder="zalando-datasets/fashion_mnist"
          aria-describedby={`${field}-help`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
        {/* What Enter presses: a disabled `Read the images` would swallow it. */}
        <button
          type={isLookedUp ? 'button' : 'submit'}
          className={controls.button}
          disabled={hubIdOf(value) === ''}
          onClick={isLookedUp ? onLookUp : undefined}
        >
          Look up
        </button>
      </div>
      <p id={`${field}-help`}>
        Its id on huggingface.co, or its address. Only public datasets of images with labels can be
        read; they come straight from the Hub into this browser.
      </p>
    </div>
  );
}

interface HubChoicesProps {
  readonly listing: HubListing;
  readonly choice: HubChoice;
  readonly onChange: (choice: HubChoice) => void;
}

function HubChoices({ listing, choice, onChange }: HubChoicesProps) {
  const { configurations, licence, revision } = listing;
  const configuration = configurations.find(({ name }) => name === choice.configuration)!;
  const splits = configuration.splits.map((split) => ({ value: split.name, label: textOf(split) }));
  const sizes = limitsFor(chosenSplits(configuration, choice));
  return (
    <div className={styles.questions}>
      <dl className={styles.facts}>
        <div>
          <dt>Licence</dt>
          <dd>{licence ?? 'not stated on the Hub'}</dd>
        </div>
        <div>
          <dt>Revision</dt>
          <dd>{revision.slice(0, 10)}</dd>
        </div>
        <div>
          <dt>Files</dt>
          <dd>{bytesText(bytesOfChoice(configuration, choice))}</dd>
        </div>
      </dl>
      {configurations.length > 1 && (
        <Choice
          label="Configuration"
          value={choice.configuration}
          choices={configurations.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => {
            const other = configurations.find((each) => each.name === name)!;
            const suggested = suggestedChoice(choice.id, other);
            if (suggested) onChange(suggested);
          }}
        />
      )}
      <Choice
        label="Training images"
        value={choice.trainSplit}
        choices={splits}
        onChange={(trainSplit) => {
          const testSplit = choice.testSplit === trainSplit ? null : choice.testSplit;
          onChange({ ...choice, trainSplit, testSplit });
        }}
      />
      <Choice
        label="Test images"
        value={choice.testSplit ?? ''}
        choices={[
          ...splits.filter(({ value }) => value !== choice.trainSplit),
          { value: '', label: 'A part of the training images' },
        ]}
        onChange={(name) => onChange({ ...choice, testSplit: name || null })}
      />
      <Choice
        label="Of each at most"
        value={String(choice.most ?? '')}
        choices={[
          { value: '', label: 'All of them' },
          ...sizes.map((most) => ({ value: String(most), label: countText(most) })),
        ]}
        onChange={(most) => onChange({ ...choice, most: most ? Number(most) : null })}
      />
    </div>
  );
}

/** `train · 60,000 images · 31 MB` */
function textOf({ name, rows, bytes }: { name: string; rows: number | null; bytes: number }) {
  const count = rows === null ? [] : [`${countText(rows)} images`];
  return [name, ...count, bytesText(bytes)].join(' · ');
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  const field = useId();
  return (
    <div className={styles.question}>
      <label htmlFor={field}>{label}</label>
      <select id={field} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
