/** What could not be stored. The lab works on; that nothing is kept is told once, not at each try. */
import { codeOf } from '../core/errors.ts';
import { showError } from './notices.ts';

const told = new Set<string>();

/** Shows why something could not be stored, once for each reason until something is stored again. */
export function showUnkept(error: unknown): void {
  const code = codeOf(error);
  if (code?.startsWith('storage-')) {
    if (told.has(code)) return;
    told.add(code);
  }
  showError(error);
}

/** Something was stored: what fails after this is news. */
export function noteKept(): void {
  told.clear();
}
