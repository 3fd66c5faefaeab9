/**
 * Every command behind one field: type a few letters, walk with the arrow keys, press Enter. The
 * field is a combobox and keeps the focus; the list follows by aria-activedescendant. With nothing
 * typed, what was done last comes first.
 */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { getLab } from '../../store/lab.ts';
import { noteRecent, recentCommands } from '../../store/recentCommands.ts';
import type { Command } from './commands.ts';
import { commandsOf } from './commandsOf.ts';
import controls from './controls.module.css';
import { isApple, keyText } from './keys.ts';
import styles from './Palette.module.css';
import { searchCommands } from './search.ts';

export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = useRef<Command>(null);
  useEffect(() => dialog.current?.showModal(), []);

  /** After the dialog has gone: what a command opens must not be closed with it. */
  function finish(): void {
    onClose();
    if (!chosen.current) return;
    noteRecent(chosen.current.id);
    void chosen.current.act();
  }
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Commands"
      onClose={finish}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <CommandBox
        onChoose={(command) => {
          chosen.current = command;
          dialog.current?.close();
        }}
      />
    </dialog>
  );
}

function CommandBox({ onChoose }: { onChoose: (command: Command) => void }) {
  const id = useId();
  const [commands] = useState(() => commandsOf(getLab()).filter(({ id }) => id !== 'commands'));
  const [recent] = useState(recentCommands);
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const found = useMemo(() => searchCommands(commands, query, recent), [commands, query, recent]);
  const isRecent = (command: Command) => query === '' && recent.includes(command.id);
  const optionId = (index: number) => `${id}-${index}`;
  useEffect(() => {
    document.getElementById(`${id}-${place}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, place, found]);

  function onKey(event: KeyboardEvent): void {
    const to = placeAfterKey(event.key, place, found.length);
    if (to !== undefined) setPlace(to);
    else if (event.key === 'Enter' && found[place]) onChoose(found[place]);
    else return;
    event.preventDefault();
  }
  return (
    <div className={styles.box}>
      <input
        className={styles.field}
        role="combobox"
        aria-label="Search commands"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? optionId(place) : undefined}
        placeholder="What would you like to do?"
        autoFocus
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setPlace(0);
        }}
        onKeyDown={onKey}
      />
      <ul id={`${id}-list`} className={styles.list} role="listbox" aria-label="Commands">
        {found.map((command, index) => (
          <li
            key={command.id}
            id={optionId(index)}
            role="option"
            aria-selected={index === place}
            onPointerMove={() => setPlace(index)}
            onClick={() => onChoose(command)}
          >
            <span className={styles.label}>{command.label}</span>
            <span className={styles.group}>{isRecent(command) ? 'recent' : command.group}</span>
            {command.key && <kbd>{keyText(command.key, isApple())}</kbd>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>No command has “{query}”.</p>}
      <p className={controls.spoken} role="status">
        {query && `${found.length} commands`}
      </p>
    </div>
  );
}

/** Where a key leads in a list of that length; it goes round. undefined: not a key of the list. */
export function placeAfterKey(key: string, place: number, length: number): number | undefined {
  if (length === 0) return undefined;
  const page = 8;
  switch (key) {
    case 'ArrowDown':
      return (place + 1) % length;
    case 'ArrowUp':
      return (place - 1 + length) % length;
    case 'PageDown':
      return Math.min(place + page, length - 1);
    case 'PageUp':
      return Math.max(place - page, 0);
    default:
      return undefined;
  }
}
