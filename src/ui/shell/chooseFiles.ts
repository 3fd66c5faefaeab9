/** Lets a person choose files or a folder to bring in, without a control of its own on the page. */
import { chosenFile } from '../../store/files.ts';
import { getLab } from '../../store/lab.ts';
import { importFiles } from '../../store/results.ts';

export const chooseFiles = (): void => choose({ multiple: true });
export const chooseFolder = (): void => choose({ webkitdirectory: true });

function choose(which: { multiple: boolean } | { webkitdirectory: boolean }): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', ...which });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].map(chosenFile);
    if (files.length > 0) void importFiles(files);
  });
  input.click();
}

/** What is being read may be replaced; pictures that were just taken, and what is stored, may not. */
export function mayImport(): boolean {
  const { importing } = getLab();
  if (importing === null) return true;
  return importing.origin.from === 'files' && importing.phase !== 'storing';
}
