/**
 * Runs in parquet pages, followed before they are unpacked: hyparquet believes whatever count a run
 * claims, and reads on where bytes have ended.
 *
 *   hybrid   [header, values]…, header a varint: count << 1 and one value, or groups of eight << 1 | 1
 *            and those values packed
 *   delta    block size, miniblocks in a block, count, first value, blocks
 *
 * Apache Parquet format, Encodings.md.
 */

/** What a page's last packed groups may hold beyond its values: writers fill up at most 63 groups. */
const PADDING = 512;
/** Values in a block of deltas; writers take 128, or some thousands. */
const LARGEST_BLOCK = 2 ** 20;

export interface Runs {
  readonly begin: number;
  readonly end: number;
  /** Bits of a value. */
  readonly width: number;
  /** Values that are wanted of them. */
  readonly count: number;
}

/** Why they cannot be followed; undefined where they can. */
export function faultOfRuns(
  bytes: Uint8Array,
  { begin, end, width, count }: Runs,
  mayEndEarly = false,
): string | undefined {
  if (!(begin <= end && end <= bytes.length)) return 'runs beyond its end';
  let [at, seen] = [begin, 0];
  while (seen < count && at < end) {
    const header = varint(bytes, at);
    if (!header) return 'a run without a length';
    const isPacked = header.value % 2 === 1;
    const values = isPacked ? ((header.value - 1) / 2) * 8 : header.value / 2;
    if (values > count + (isPacked ? PADDING : 0))
      return `a run of ${values} among ${count} values`;
    // hyparquet takes one byte of a packed run even where there is none.
    at = header.end + (isPacked ? Math.max(1, (values / 8) * width) : Math.ceil(width / 8));
    seen += values;
  }
  return seen < count && !mayEndEarly ? `runs of ${seen} values in place of ${count}` : undefined;
}

export function faultOfDeltas(bytes: Uint8Array, begin: number): string | undefined {
  const block = varint(bytes, begin);
  const miniblocks = block && varint(bytes, block.end);
  const isSound =
    miniblocks &&
    block.value > 0 &&
    block.value <= LARGEST_BLOCK &&
    miniblocks.value > 0 &&
    block.value % miniblocks.value === 0;
  return isSound ? undefined : 'deltas without a sound header';
}

/** Undefined where it is not whole, or more than 32 bits. */
function varint(bytes: Uint8Array, begin: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5 && begin + index < bytes.length; index++) {
    const byte = bytes[begin + index]!;
    value += (byte & 127) * 2 ** (7 * index);
    if (byte < 128) return value < 2 ** 31 ? { value, end: begin + index + 1 } : undefined;
  }
  return undefined;
}
