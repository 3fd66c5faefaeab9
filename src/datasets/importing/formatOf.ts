/** Which format files are in. */
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { FileFormat } from '../formats/format.ts';
import { formats } from '../formats/index.ts';

/** Files whose beginnings are named where no format knows them. */
const NAMED = 4;

export async function formatOf(files: readonly SourceFile[]): Promise<FileFormat> {
  for (const format of formats) if (await format.recognises(files)) return format;
  const starts = await Promise.all(files.slice(0, NAMED).map(startOf));
  const rest = files.length > NAMED ? `, and ${files.length - NAMED} more` : '';
  throw new LabError('unknown-format', {
    found: starts.join(', ') + rest || 'no file with data',
    expected: formats.map((each) => `${each.label}: ${each.summary}`).join(' '),
    fix: 'choose such files, packed as .gz or not',
  });
}

async function startOf(file: SourceFile): Promise<string> {
  const bytes = await file.slice(0, 4);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `${file.name} (begins with ${hex || 'nothing'})`;
}
