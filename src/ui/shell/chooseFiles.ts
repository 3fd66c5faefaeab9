/** Lets a person choose files to bring in, without a control of its own on the page. */
import { chosenFile } from '../../store/files.ts';
import { importFiles } from '../../store/results.ts';

export function chooseFiles(): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].map(chosenFile);
    if (files.length > 0) void importFiles(files);
  });
  input.click();
}
