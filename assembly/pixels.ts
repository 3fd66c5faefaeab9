/**
 * The split first layer of a pixel model: row r is activation(offset + Σ_c value_c · slope_c), with
 * offset and slope of its place.
 *
 * Columns go by fours; the last four may overlap those before them, which are then computed twice to
 * the same numbers. So rows have at least four columns here.
 */
import { blackRow, Layout, ownRowFrom, placeOfRow, PLACES_AT_ONCE } from './layout';
import { addPartials } from './product';
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
  const stride = (<usize>job.width) << 2;
  const first = chunk * PLACES_AT_ONCE;
  const firstRow = job.layout.sparse ? ownRowFrom(job.layout, first) : 0;
  for (let column: usize = 0; column < stride; column += 16) {
    const at = min(column, stride - 16);
    for (let channel = 0; channel < job.channels; channel++) {
      const total = sumPlaces(job, first, firstRow, at, channel);
      if (job.perPlace) continue;
      const partial = <usize>(chunk * job.channels + channel) * stride;
      v128.store(job.partials + partial + at, total);
    }
  }
}

/** Four columns of the gradients at the places of a chunk; @returns the sum of their slopes. */
function sumPlaces(
  job: PixelDenseGradient,
  first: i32,
  firstRow: i32,
  at: usize,
  channel: i32,
): v128 {
  const layout = job.layout;
  const sparse = layout.sparse;
  const places = layout.places;
  const stride = (<usize>job.width) << 2;
  const valueStride = (<usize>job.channels) << 2;
  const values = job.values + ((<usize>channel) << 2);
  const dz = job.dz + at;
  const end = min(first + PLACES_AT_ONCE, places);
  const step = sparse ? 1 : places;
  const rows = sparse ? blackRow(layout) : layout.rows;
  let total = f32x4.splat(0);
  let row = firstRow;
  for (let place = first; place < end; place++) {
    let offset = f32x4.splat(0);
    let slope = offset;
    if (sparse) {
      const black = <usize>(rows + place);
      offset = v128.load(dz + black * stride);
      slope = f32x4.mul(v128.load32_splat(values + black * valueStride), offset);
    } else row = place;
    while (row < rows && placeOfRow(layout, row) == place) {
      const upstream = v128.load(dz + <usize>row * stride);
      const value = v128.load32_splat(values + <usize>row * valueStride);
      offset = f32x4.add(offset, upstream);
      slope = multiplyAdd(value, upstream, slope);
      row += step;
    }
    if (channel == 0) v128.store(job.offset + <usize>place * stride + at, offset);
    if (job.perPlace) {
      v128.store(job.slope + <usize>(place * job.channels + channel) * stride + at, slope);
    } else total = f32x4.add(total, slope);
  }
  return total;
}
