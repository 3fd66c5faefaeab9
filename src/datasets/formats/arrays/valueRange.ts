/**
 * From numbers of any range to uint8 pixels, 0 = black, 255 = full.
 *
 * uint8 that reaches beyond 1 stays as it is. For all else the range is found by looking and can be
 * corrected: a question, with what was found as the suggestion.
 */
import { LabError } from '../../../core/errors.ts';
import type { Question, Reading } from '../../importing/reading.ts';
import { isFloat, chunksOf, type Numbers } from './arraySource.ts';

export interface PixelArray {
  /** For errors. */
  readonly name: string;
  /** As NumPy calls it. */
  readonly type: string;
  readonly values: Numbers;
  /** Values of an image, to name the place of one that is wrong. */
  readonly imageSize: number;
}

export interface Extent {
  readonly lowest: number;
  readonly highest: number;
}

/** Rounding in float32, and in whoever wrote the values. */
const SLACK = 1e-4;
const UNCHANGED = 'byte';

/** The pixels of all parts, by one range for all of them. */
export async function toBytes(
  arrays: readonly PixelArray[],
  reading: Reading,
): Promise<Uint8Array[]> {
  const extents: Extent[] = [];
  for (const array of arrays) extents.push(await extentOf(array, reading));
  const extent = {
    lowest: Math.min(...extents.map(({ lowest }) => lowest)),
    highest: Math.max(...extents.map(({ highest }) => highest)),
  };
  const range = chooseRange(arrays, extent, reading);
  const scaled: Uint8Array[] = [];
  for (const array of arrays) scaled.push(await scale(array, range, reading));
  return scaled;
}

/** Smallest and largest value; of uint8 only whether they reach beyond 1. */
async function extentOf(array: PixelArray, reading: Reading): Promise<Extent> {
  const { values } = array;
  if (values instanceof Uint8Array) {
    const highest = values.some((value) => value > 1) ? 255 : 1;
    return { lowest: 0, highest };
  }
  let [lowest, highest, wrong] = [Infinity, -Infinity, 0];
  let firstWrong = -1;
  for (const [begin, end] of chunksOf(values.length)) {
    for (let at = begin; at < end; at++) {
      const value = values[at]!;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      if (value - value === 0) continue;
      if (wrong++ === 0) firstWrong = at;
    }
    await reading.progress(end, values.length, 'Looking at pixel values');
  }
  if (wrong > 0) throw nonFinite(array, wrong, firstWrong);
  return { lowest, highest };
}

function nonFinite({ name, values, imageSize }: PixelArray, count: number, at: number): LabError {
  const place = `the first at image ${Math.floor(at / imageSize)}, value ${at % imageSize}`;
  return new LabError('non-finite', {
    found: `${name}, in which ${count} of ${values.length} pixel values are no finite numbers, ${place} (${values[at]})`,
    expected: 'a number for each pixel',
    fix: 'leave those images out, or put 0 there, and save the array again',
  });
}

function chooseRange(arrays: readonly PixelArray[], extent: Extent, reading: Reading): Extent {
  if (arrays.every(({ type }) => type === 'bool')) {
    reading.remark('The pixels are true or false; they became 255 and 0.');
    return { lowest: 0, highest: 1 };
  }
  const whole = arrays.every(({ values }) => !isFloat(values));
  const isByte = extent.lowest >= 0 && extent.highest > 1 && extent.highest <= 255;
  if (whole && isByte) return { lowest: 0, highest: 255 };
  const ranges = rangesFor(extent);
  const answer = reading.ask(questionOf(ranges, extent), suggest(extent, whole));
  return ranges.find(({ value }) => value === answer)!;
}

interface NamedRange extends Extent {
  readonly value: string;
  readonly label: string;
}

function rangesFor(extent: Extent): readonly NamedRange[] {
  return [
    { value: 'unit', label: '0 to 1', lowest: 0, highest: 1 },
    { value: 'signed', label: '−1 to 1', lowest: -1, highest: 1 },
    { value: UNCHANGED, label: '0 to 255', lowest: 0, highest: 255 },
    { value: 'word', label: '0 to 65,535', lowest: 0, highest: 65_535 },
    {
      value: 'extent',
      label: `Lowest to highest value: ${shortNumber(extent.lowest)} to ${shortNumber(extent.highest)}`,
      ...extent,
    },
  ];
}

const questionOf = (ranges: readonly NamedRange[], extent: Extent): Question => ({
  id: 'value-range',
  label: 'From black to full',
  help: `The pixel values lie between ${shortNumber(extent.lowest)} and ${shortNumber(extent.highest)}.`,
  choices: ranges.map(({ value, label }) => ({ value, label })),
});

const shortNumber = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−');

function suggest({ lowest, highest }: Extent, whole: boolean): string {
  if (lowest >= -SLACK && highest <= 1 + SLACK) return 'unit';
  if (lowest >= -1 - SLACK && highest <= 1 + SLACK) return 'signed';
  if (lowest >= 0 && highest <= 255) return UNCHANGED;
  return whole && lowest >= 0 && highest <= 65_535 ? 'word' : 'extent';
}

async function scale(
  { values }: PixelArray,
  { lowest, highest }: Extent,
  reading: Reading,
): Promise<Uint8Array> {
  if (values instanceof Uint8Array && lowest === 0 && highest === 255) return values;
  const factor = highest > lowest ? 255 / (highest - lowest) : 0;
  const scaled = new Uint8ClampedArray(values.length);
  const slack = SLACK * (highest - lowest);
  let outside = 0;
  for (const [begin, end] of chunksOf(values.length)) {
    for (let at = begin; at < end; at++) {
      const value = values[at]!;
      if (value < lowest - slack || value > highest + slack) outside++;
      scaled[at] = Math.floor((value - lowest) * factor + 0.5);
    }
    await reading.progress(end, values.length, 'Scaling pixel values');
  }
  if (outside > 0) {
    reading.remark(
      `${outside.toLocaleString('en')} pixel values lie outside ${shortNumber(lowest)} to ${shortNumber(highest)} and were cut off there.`,
    );
  }
  return new Uint8Array(scaled.buffer);
}
