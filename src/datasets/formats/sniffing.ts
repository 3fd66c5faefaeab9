/** Telling files by their beginnings, without unpacking 60,000 members of an archive for it. */
import type { SourceFile } from '../files/sourceFile.ts';

/** Files whose beginnings are looked at. */
const LOOKED_AT = 8;
const PICTURE = /\.(png|jpe?g|webp|gif|bmp)$/i;
const DOCUMENT =
  /(^|\/)(readme|licen[cs]e|changelog)|\.(txt|md|rst|html?|json|ya?ml|pdf|py|ipynb)$/i;

/** Whether one of the first files begins so. */
export async function someBegin(
  files: readonly SourceFile[],
  bytes: number,
  test: (start: Uint8Array) => boolean,
): Promise<boolean> {
  const candidates = files.filter(({ path }) => !PICTURE.test(path)).slice(0, LOOKED_AT);
  for (const file of candidates) if (test(await file.slice(0, bytes))) return true;
  return false;
}

/** Text that goes with data and holds none: a README, a licence. */
export const isDocument = ({ path }: SourceFile) => DOCUMENT.test(path);
