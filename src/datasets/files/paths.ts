/**
 * Paths as archives and folders give them. They are labels: nothing is ever written where they point,
 * and one that points out of its archive is refused all the same, since its maker meant no good.
 */
import { LabError } from '../../core/errors.ts';
import { cleanText } from '../../core/shownText.ts';

const LONGEST_NAME = 120; // code points of a folder or file
const LONGEST_PATH = 240; // code points, in errors

/** Nothing to clean, nothing to refuse: all but few of 60,000 paths. */
const plain = /^(?!\.|[a-z]:)[\w-][\w. ()-]{0,99}(\/[\w-][\w. ()-]{0,99}){0,9}(?<! )$/i;

/** As errors show it. */
export const shownPath = (path: string) =>
  path.length <= LONGEST_PATH && plain.test(path) ? path : cleanText(path, LONGEST_PATH);

/**
 * Folders and name, NFC, without `.` and empty parts. Two spellings of one name (é in one code point
 * or two) become one.
 *
 * @param name of the file, for the error
 */
export function cleanPath(path: string, name: string): string {
  if (plain.test(path) && !/ \//.test(path)) return path;
  expectInside(path, name);
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map((part) => cleanText(part.normalize('NFC'), LONGEST_NAME) || 'unnamed')
    .join('/');
}

function expectInside(path: string, name: string): void {
  const faults: readonly (readonly [boolean, string])[] = [
    [path.split('/').includes('..'), 'leads out of its folder with ".."'],
    [path.startsWith('/'), 'begins at the root of a disk'],
    [/^[a-z]:/i.test(path), 'names a drive'],
    [path.includes('\\'), 'holds a backslash'],
    [path.includes('\0'), 'holds a zero character'],
  ];
  const fault = faults.find(([found]) => found);
  if (!fault) return;
  throw new LabError('unsafe-path', {
    found: `${name}, a path that ${fault[1]}`,
    expected: 'names of folders and files with "/" between them',
    fix: 'pack the folder again with another program',
  });
}

/** Why nobody will miss a file, in words; undefined for one that counts. */
export function reasonToIgnore(path: string): string | undefined {
  const parts = path.split('/');
  const name = parts.at(-1)!;
  if (parts.includes('__MACOSX')) return 'written by macOS beside the files';
  if (parts.includes('@eaDir')) return 'written by a disk station beside the files';
  if (/^(ehthumbs|thumbs)\.db$|^desktop\.ini$/i.test(name)) return 'written by Windows';
  return parts.some((part) => part.startsWith('.'))
    ? 'hidden: its name begins with a dot'
    : undefined;
}

/**
 * Paths without the folders that they all lie in, as long as folders are left in one of them: what
 * lies in `photos/train/cat` and `photos/test/cat` lies in `train/cat` and `test/cat`.
 */
export function withoutCommonFolders(paths: readonly string[]): readonly string[] {
  const [first = ''] = paths;
  let common = 0;
  for (;;) {
    const end = first.indexOf('/', common) + 1;
    const folder = first.slice(common, end);
    const isShared = end > 0 && paths.every((path) => path.startsWith(folder, common));
    if (!isShared || !paths.some((path) => path.includes('/', end))) break;
    common = end;
  }
  return common === 0 ? paths : paths.map((path) => path.slice(common));
}
