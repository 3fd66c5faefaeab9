/** The page's keys. */
import { useEffect } from 'react';
import { pressMain, step } from '../../store/training.ts';
import { getLab } from '../../store/lab.ts';
import { actionOfKey } from './keys.ts';

export function useKeys(openHelp: () => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]')) return;
      const element = event.target as HTMLElement;
      const action = actionOfKey({
        key: event.key,
        hasModifier: event.ctrlKey || event.altKey || event.metaKey,
        target: {
          tag: element.tagName,
          type: element.getAttribute('type') ?? 'text',
          role: element.getAttribute('role'),
        },
      });
      if (!action) return;
      event.preventDefault();
      if (action === 'help') openHelp();
      else if (getLab().starting || getLab().active?.pausing) return;
      else void (action === 'main' ? pressMain() : step());
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [openHelp]);
}
