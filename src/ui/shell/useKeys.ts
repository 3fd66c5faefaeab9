/** The page's keys: those that the commands name. */
import { useEffect } from 'react';
import { getLab } from '../../store/lab.ts';
import { fixedCommands } from './commands.ts';
import { isApple, keyOf, type KeyPress } from './keys.ts';

export function useKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]')) return;
  const key = keyOf(pressOf(event));
  const command = key && fixedCommands.find((each) => each.key === key);
  if (!command) return;
  event.preventDefault();
  if (command.isPossible?.(getLab()) ?? true) void command.act();
}

function pressOf(event: KeyboardEvent): KeyPress {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
  const element = event.target as HTMLElement;
  const [mod, other] = isApple() ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  return {
    key,
    hasMod: mod && !other && !altKey && !shiftKey,
    hasModifier: ctrlKey || altKey || metaKey,
    target: {
      tag: element.tagName,
      type: element.getAttribute('type') ?? 'text',
      role: element.getAttribute('role'),
    },
  };
}
