/**
 * Reading parquet files through hyparquet, which is loaded when the first one is opened: columns and
 * their types, and rows, one row group at a time. Only those bytes are asked for that hold them.
 *
 * hyparquet trusts its input; what it throws at damaged files becomes an error that names the file.
 *
 * Apache Parquet format; github.com/hyparam/hyparquet.
 */
import type { AsyncBuffer, Compressors, FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import {
  faultOfPages,
  indexRanges,
  LARGEST_PAGE,
  pageRanges,
  type PageReading,
} from './parquetPages.ts';
import { unpackSnappy } from './parquetSnappy.ts';

export type ParquetRow = Readonly<Record<string, unknown>>;

export interface ParquetFile {
  readonly file: SourceFile;
  readonly rowCount: number;
  readonly columns: readonly SchemaTree[];
  /** The text that a writer left under that key. */
  metadataOf(key: string): string | undefined;
  /**
   * The first rows, group after group.
   *
   * @param most rows at most
   */
  rows(columns: readonly string[], most: number): AsyncGenerator<readonly ParquetRow[]>;
}

/** Bytes before and after the data: PAR1, and the length of the footer. */
const SHORTEST = 12;
const MOST_ROWS = 2 ** 26;
export const isParquet = (start: Uint8Array) =>
  String.fromCharCode(...start.subarray(0, 4)) === 'PAR1';

export async function openParquet(file: SourceFile): Promise<ParquetFile> {
  await expectEnds(file);
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const { parquetHeader } = await import('hyparquet/src/column.js');
  const { readOffsetIndex } = await import('hyparquet/src/indexes.js');
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    async slice(begin, end = file.size) {
      // Node's Blob ends the process when it is asked for NaN.
      const isInside = begin >= 0 && begin <= end && end <= file.size;
      if (!isInside) throw damaged(file, `bytes ${begin} to ${end} of ${file.size}`);
      return ownBuffer(await file.slice(begin, end));
    },
  };
  const metadata = await orDamaged(file, () => parquetMetadataAsync(buffer, { geoparquet: false }));
  const rowCount = expectRows(file, metadata);
  const schema = await orDamaged(file, () => parquetSchema(metadata));
  const compressors = await compressorsFor(file, metadata);
  const pages: PageReading = {
    ...{ ranges: pageRanges(metadata, schema), indexes: indexRanges(metadata), compressors },
    ...{ readHeader: parquetHeader, readIndex: readOffsetIndex },
  };
  const checkedSlice = async (begin: number, end?: number) => {
    const bytes = await buffer.slice(begin, end);
    const fault = faultOfPages(bytes, begin, pages);
    if (fault) throw damaged(file, fault);
    return bytes;
  };
  const checked: AsyncBuffer = {
    byteLength: file.size,
    slice(begin, end) {
      const bytes = checkedSlice(begin, end);
      // hyparquet asks for several at once and forgets the others after the first fault.
      bytes.catch(() => undefined);
      return bytes;
    },
  };
  return {
    file,
    rowCount,
    columns: schema.children,
    metadataOf: (key) => metadata.key_value_metadata?.find((each) => each.key === key)?.value,
    async *rows(names, most) {
      let begin = 0;
      for (const group of metadata.row_groups) {
        const end = begin + Number(group.num_rows);
        const options = {
          ...{ file: checked, metadata, compressors, columns: [...names] },
          ...{ rowStart: begin, rowEnd: Math.min(end, most) },
          ...{ utf8: false, useOffsetIndex: end > most && isIndexed(group), geoparquet: false },
        };
        const rows = await orDamaged(file, () => parquetReadObjects(options));
        if (rows.length !== options.rowEnd - begin) throw damaged(file, 'a group lacks rows');
        yield rows;
        begin = end;
        if (begin >= most) return;
      }
    },
  };
}

/** Pages of one column are never taken from bytes that were fetched, and checked, as another's. */
const isIndexed = ({ columns }: RowGroup) =>
  columns.every(({ offset_index_offset: offset, offset_index_length: length }) => offset && length);

const ownBuffer = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;

async function expectEnds(file: SourceFile): Promise<void> {
  const start = await file.slice(0, 4);
  const end = await file.slice(Math.max(0, file.size - 4), file.size);
  const lastFour = String.fromCharCode(...end);
  if (lastFour === 'PARE') {
    throw new LabError('parquet-encrypted', {
      found: `${file.name}, which is encrypted`,
      expected: 'a parquet file that is not',
      fix: 'write it again without encryption',
    });
  }
  if (file.size < SHORTEST || !isParquet(start) || lastFour !== 'PAR1') {
    throw damaged(file, 'it does not begin and end with PAR1: perhaps it breaks off');
  }
}

function expectRows(
  file: SourceFile,
  { num_rows: total, row_groups: groups }: FileMetaData,
): number {
  const counts = groups.map(({ num_rows: rows }) => Number(rows));
  const sum = counts.reduce((all, count) => all + count, 0);
  const areSound = counts.every((count) => Number.isSafeInteger(count) && count > 0);
  if (areSound && sum === Number(total) && sum <= MOST_ROWS) return sum;
  if (sum === 0 && Number(total) === 0) return 0;
  throw damaged(file, `its ${groups.length} groups of rows do not add up to ${total} rows`);
}

/** Snappy is our own; the others are loaded where a file needs one. */
async function compressorsFor(file: SourceFile, metadata: FileMetaData): Promise<Compressors> {
  const codecs = new Set(
    metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data: meta }) => meta?.codec)),
  );
  const needsMore = [...codecs].some((codec) => codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY');
  const others = needsMore ? (await import('hyparquet-compressors')).compressors : {};
  const all: Compressors = { ...others, SNAPPY: unpackSnappy };
  return Object.fromEntries(
    Object.entries(all).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, length: number) => {
        if (!(length <= LARGEST_PAGE)) throw damaged(file, `a page of ${length} bytes`);
        return unpack(input, length);
      },
    ]),
  );
}

async function orDamaged<T>(file: SourceFile, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof LabError ? error : damaged(file, String(error));
  }
}

export function damaged({ name }: SourceFile, why: string): LabError {
  return new LabError('parquet-damaged', {
    found: `${name}, which cannot be read as parquet (${why.slice(0, 200)})`,
    expected: 'a whole parquet file',
    fix: 'download or copy it again',
  });
}
