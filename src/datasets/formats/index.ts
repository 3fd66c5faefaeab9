/** The file formats that can be imported, in the order in which they are tried. */
import type { FileFormat } from './format.ts';
import { idxFiles } from './idxFiles.ts';

export const formats: readonly FileFormat[] = [idxFiles];
