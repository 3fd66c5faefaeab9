/**
 * The gradient of a convolution's filter: Σ over windows of window ⊗ upstream gradient. Windows are
 * cut into parts by their number alone; each part has a partial result, and these are added in order.
 */
import { packPanels, roundUp } from './packing';
import { addPartials } from './partials';
import { multiplyScatteredBlock, SPARE_BYTES } from './scatteredTile';
import { ownScratch, prepare, run } from './threads';
import { TILE_COLUMNS, TILE_ROWS } from './tile';
import { listEntries, listPositions } from './windows';

/** Windows that are added up in registers before the next tile's turn. */
const WINDOWS_AT_ONCE: i32 = 128;
/** Floats of their packed upstream gradient, at most. */
const PANEL_FLOATS: i32 = 1 << 16;
/** Windows of a part at least, and parts at most. */
const PART: i32 = 512;
const PARTS: i32 = 16;
/** Floats of all partial results, about: more would take longer to add than to compute. */
const PARTIAL_FLOATS: i32 = 1 << 20;
/** Where there are fewer parts than this, the entries of the windows are cut, too. */
const ENOUGH_CHUNKS: i32 = 8;

/** Where things lie in a thread's scratch memory. */
const SPARE: usize = 0;
const WINDOWS: usize = SPARE_BYTES;
const PANELS: usize = WINDOWS + <usize>WINDOWS_AT_ONCE * 4;
const RESULTS: usize = PANELS + <usize>(PANEL_FLOATS + 16) * 4;

@unmanaged
class FilterGradient {
  x: usize;
  upstream: usize;
  partials: usize;
  height: i32;
  width: i32;
  windows: i32;
  windowsAtOnce: i32;
  /** Windows of a part, and how many parts. */
  part: i32;
  parts: i32;
  column: usize;
  row: usize;
  image: usize;
  entries: usize;
  /** Entries of a window, of a chunk. */
  inner: i32;
  entriesAtOnce: i32;
  columns: i32;
}

/** Partial results that `filterGradient` makes of so many windows. */
export function filterGradientParts(windows: i32, inner: i32, columns: i32): i32 {
  const size = partSize(windows, inner, columns);
  return (windows + size - 1) / size;
}

function partSize(windows: i32, inner: i32, columns: i32): i32 {
  const parts = max(1, min(PARTS, PARTIAL_FLOATS / (inner * columns)));
  return max(PART, roundUp((windows + parts - 1) / parts, WINDOWS_AT_ONCE));
}

/**
 * Σ_window window ⊗ upstream[window]: [runs * runLength, columns]; sizes as in `convolve`.
 *
 * @param upstream [windows, columns]
 * @param partials room for as many results as there are parts
 */
export function filterGradient(
  x: usize,
  upstream: usize,
  partials: usize,
  result: usize,
  images: i32,
  height: i32,
  width: i32,
  column: usize,
  row: usize,
  image: usize,
  runs: i32,
  runLength: i32,
  line: usize,
  entries: usize,
  columns: i32,
): void {
  const inner = runs * runLength;
  listEntries(runs, runLength, line, TILE_ROWS, entries);
  const job = prepare<FilterGradient>();
  job.x = x;
  job.upstream = upstream;
  job.partials = partials;
  job.height = height;
  job.width = width;
  job.windows = images * height * width;
  job.windowsAtOnce = max(1, min(WINDOWS_AT_ONCE, PANEL_FLOATS / roundUp(columns, TILE_COLUMNS)));
  job.part = partSize(job.windows, inner, columns);
  job.parts = (job.windows + job.part - 1) / job.part;
  job.column = column;
  job.row = row;
  job.image = image;
  job.entries = entries;
  job.inner = inner;
  const parts = job.parts;
  const cuts = (ENOUGH_CHUNKS + parts - 1) / parts;
  job.entriesAtOnce = roundUp((inner + cuts - 1) / cuts, TILE_ROWS);
  job.columns = columns;
  run(filterGradientChunk, parts * ((inner + job.entriesAtOnce - 1) / job.entriesAtOnce));
  addPartials(partials, inner * columns, parts);
  memory.copy(result, partials, (<usize>(inner * columns)) << 2);
}

/** Some entries of the windows of one part. */
function filterGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<FilterGradient>(fields);
  const part = chunk % job.parts;
  const entry = (chunk / job.parts) * job.entriesAtOnce;
  const entries = min(job.entriesAtOnce, job.inner - entry);
  const columns = job.columns;
  const stride = (<usize>columns) << 2;
  const partial = job.partials + <usize>(part * job.inner + entry) * stride;
  const spare = ownScratch() + SPARE;
  const windows = ownScratch() + WINDOWS;
  const panels = ownScratch() + PANELS;
  const results = ownScratch() + RESULTS;
  const first = part * job.part;
  const end = min(job.windows, first + job.part);
  const height = job.height;
  const width = job.width;
  memory.fill(partial, 0, <usize>entries * stride);
  listPositions(0, entries, TILE_ROWS, 1, entries, partial, stride, 0, 0, results);
  for (let from = first; from < end; from += job.windowsAtOnce) {
    const count = min(job.windowsAtOnce, end - from);
    listPositions(from, count, 1, height, width, job.x, job.column, job.row, job.image, windows);
    packPanels(count, job.upstream + <usize>from * stride, stride, 0, columns, panels);
    multiplyScatteredBlock(
      job.entries + ((<usize>entry) << 2),
      roundUp(entries, TILE_ROWS),
      windows,
      count,
      panels,
      false,
      results,
      columns,
      spare,
    );
  }
}
