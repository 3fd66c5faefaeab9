/**
 * The split first layer of a pixel model: row r is activation(offset + Σ_c value_c · slope_c), with
 * offset and slope of its place.
 *
 * Columns go by fours; the last four may overlap those before them, which are then computed twice to
 * the same numbers. So rows have at least four columns here.
 */
import { blackRow, Layout, ownRowFrom, placeOfRow, PLACES_AT_ONCE } from './layout';
import { addPartials } from './partials';
import { prepare, run } from './threads';
import { multiplyAdd, rectify } from './vector';

const ROWS_AT_ONCE: i32 = 128;

@unmanaged
class PixelDense {
  values: usize;
  offset: usize;
  slope: usize;
  result: usize;
  layout: Layout;
  channels: i32;
  width: i32;
  perPlace: bool;
  rectifies: bool;
}

export function pixelDense(
  values: usize,
  offset: usize,
  slope: usize,
  result: usize,
  layoutAt: usize,
  channels: i32,
  width: i32,
  perPlace: bool,
  rectifies: bool,
): void {
  const layout = Layout.at(layoutAt);
  const job = prepare<PixelDense>();
  job.values = values;
  job.offset = offset;
  job.slope = slope;
  job.result = result;
  job.layout = layout;
  job.channels = channels;
  job.width = width;
  job.perPlace = perPlace;
  job.rectifies = rectifies;
  run(pixelDenseChunk, (layout.rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE);
}

function pixelDenseChunk(fields: usize, chunk: i32): void {
  const job = changetype<PixelDense>(fields);
  const channels = <usize>job.channels;
  const stride = (<usize>job.width) << 2;
  const rectifies = job.rectifies;
  const end = min((chunk + 1) * ROWS_AT_ONCE, job.layout.rows);
  for (let row = chunk * ROWS_AT_ONCE; row < end; row++) {
    const place = <usize>placeOfRow(job.layout, row);
    const values = job.values + ((<usize>row * channels) << 2);
    const offset = job.offset + place * stride;
    const slope = job.slope + (job.perPlace ? place * channels * stride : 0);
    const result = job.result + <usize>row * stride;
    if (channels == 1) greyRow(values, offset, slope, result, stride, rectifies);
    else colourRow(values, channels, offset, slope, result, stride, rectifies);
  }
}

/** A pixel of one channel, sixteen columns at a time. */
function greyRow(
  values: usize,
  offset: usize,
  slope: usize,
  result: usize,
  stride: usize,
  rectifies: bool,
): void {
  const value = v128.load32_splat(values);
  // The larger of a number and this, in which a NaN wins.
  const least = f32x4.splat(rectifies ? 0 : -Infinity);
  let at: usize = 0;
  for (; at + 64 <= stride; at += 64) {
    const a = multiplyAdd(value, v128.load(slope + at), v128.load(offset + at));
    const b = multiplyAdd(value, v128.load(slope + at, 16), v128.load(offset + at, 16));
    const c = multiplyAdd(value, v128.load(slope + at, 32), v128.load(offset + at, 32));
    const d = multiplyAdd(value, v128.load(slope + at, 48), v128.load(offset + at, 48));
    v128.store(result + at, f32x4.pmax(a, least));
    v128.store(result + at, f32x4.pmax(b, least), 16);
    v128.store(result + at, f32x4.pmax(c, least), 32);
    v128.store(result + at, f32x4.pmax(d, least), 48);
  }
  for (; at < stride; at += 16) {
    const last = min(at, stride - 16);
    const x = multiplyAdd(value, v128.load(slope + last), v128.load(offset + last));
    v128.store(result + last, f32x4.pmax(x, least));
  }
}

function colourRow(
  values: usize,
  channels: usize,
  offset: usize,
  slope: usize,
  result: usize,
  stride: usize,
  rectifies: bool,
): void {
  for (let column: usize = 0; column < stride; column += 16) {
    const at = min(column, stride - 16);
    let x = v128.load(offset + at);
    for (let channel: usize = 0; channel < channels; channel++) {
      const value = v128.load32_splat(values + (channel << 2));
      x = multiplyAdd(value, v128.load(slope + channel * stride + at), x);
    }
    v128.store(result + at, rectifies ? rectify(x) : x);
  }
}

@unmanaged
class PixelDenseGradient {
  dz: usize;
  values: usize;
  offset: usize;
  slope: usize;
  partials: usize;
  layout: Layout;
  channels: i32;
  width: i32;
  perPlace: bool;
}

/** Chunks of `pixelDenseGradient`: its partial slopes. */
export function placeChunks(places: i32): i32 {
  return (places + PLACES_AT_ONCE - 1) / PLACES_AT_ONCE;
}

/**
 * Gradients of offset and slope, from that of the rows before their activation.
 *
 * @param slope where every place has its own; else the sum of all is found in the first of `partials`
 * @param partials room for placeChunks(places) slopes
 */
export function pixelDenseGradient(
  dz: usize,
  values: usize,
  offset: usize,
  slope: usize,
  partials: usize,
  layoutAt: usize,
  channels: i32,
  width: i32,
  perPlace: bool,
): void {
  const layout = Layout.at(layoutAt);
  const job = prepare<PixelDenseGradient>();
  job.dz = dz;
  job.values = values;
  job.offset = offset;
  job.slope = slope;
  job.partials = partials;
  job.layout = layout;
  job.channels = channels;
  job.width = width;
  job.perPlace = perPlace;
  const chunks = placeChunks(layout.places);
  run(pixelDenseGradientChunk, chunks);
  if (!perPlace) addPartials(partials, channels * width, chunks);
}

function pixelDenseGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<PixelDenseGradient>(fields);
  const layout = job.layout;
  const stride = (<usize>job.width) << 2;
  const first = chunk * PLACES_AT_ONCE;
  const end = min(first + PLACES_AT_ONCE, layout.places);
  const firstRow = layout.sparse ? ownRowFrom(layout, first) : 0;
  for (let channel = 0; channel < job.channels; channel++) {
    const partial = job.partials + <usize>(chunk * job.channels + channel) * stride;
    let at: usize = 0;
    for (; at + 64 <= stride; at += 64) {
      sumPlaces(job, first, end, firstRow, channel, at, 16, partial);
    }
    for (; at < stride; at += 16) {
      sumPlaces(job, first, end, firstRow, channel, min(at, stride - 16), 0, partial);
    }
  }
}

/**
 * The gradients at the places of a chunk, in four vectors of columns.
 *
 * @param step bytes from one vector to the next; 0: all four are the same
 * @param partial where the sum of the slopes goes, unless every place has its own
 */
function sumPlaces(
  job: PixelDenseGradient,
  first: i32,
  end: i32,
  firstRow: i32,
  channel: i32,
  at: usize,
  step: usize,
  partial: usize,
): void {
  const layout = job.layout;
  const sparse = layout.sparse;
  const stride = (<usize>job.width) << 2;
  const valueStride = (<usize>job.channels) << 2;
  const values = job.values + ((<usize>channel) << 2);
  const places = layout.places;
  const rows = sparse ? blackRow(layout) : layout.rows;
  const perPlace = job.perPlace;
  const zero = f32x4.splat(0);
  let slopeA = zero;
  let slopeB = zero;
  let slopeC = zero;
  let slopeD = zero;
  let row = firstRow;
  for (let place = first; place < end; place++) {
    let offsetA = zero;
    let offsetB = zero;
    let offsetC = zero;
    let offsetD = zero;
    if (perPlace) {
      slopeA = zero;
      slopeB = zero;
      slopeC = zero;
      slopeD = zero;
    }
    // In a sparse layout the black row of the place, then its own rows.
    let current = sparse ? rows + place : place;
    while (current >= 0) {
      const dz = job.dz + <usize>current * stride + at;
      const value = v128.load32_splat(values + <usize>current * valueStride);
      const a = v128.load(dz);
      const b = v128.load(dz + step);
      const c = v128.load(dz + 2 * step);
      const d = v128.load(dz + 3 * step);
      offsetA = f32x4.add(offsetA, a);
      offsetB = f32x4.add(offsetB, b);
      offsetC = f32x4.add(offsetC, c);
      offsetD = f32x4.add(offsetD, d);
      slopeA = multiplyAdd(value, a, slopeA);
      slopeB = multiplyAdd(value, b, slopeB);
      slopeC = multiplyAdd(value, c, slopeC);
      slopeD = multiplyAdd(value, d, slopeD);
      if (!sparse) current = current + places < rows ? current + places : -1;
      else if (row < rows && placeOfRow(layout, row) == place) current = row++;
      else current = -1;
    }
    if (channel == 0) {
      const to = job.offset + <usize>place * stride + at;
      storeFour(to, step, offsetA, offsetB, offsetC, offsetD);
    }
    if (perPlace) {
      const to = job.slope + <usize>(place * job.channels + channel) * stride + at;
      storeFour(to, step, slopeA, slopeB, slopeC, slopeD);
    }
  }
  if (!perPlace) storeFour(partial + at, step, slopeA, slopeB, slopeC, slopeD);
}

function storeFour(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a);
  v128.store(to + step, b);
  v128.store(to + 2 * step, c);
  v128.store(to + 3 * step, d);
}
