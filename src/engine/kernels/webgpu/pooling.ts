/**
 * The maximum over windows as WGSL, one dispatch either way. The stock one takes whatever `max` makes
 * of a NaN, which is open in WGSL, and on its way back it looks for the largest entries first, in a
 * dispatch of its own.
 */
import { poolSizes } from '../../../core/host/convolution.ts';
import type { Kernels } from '../../../core/kernels.ts';
import type { Shape } from '../../../core/shapes.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { entrywise, groupsFor, type RunProgram } from './programs.ts';

const numbers = {
  height: 'u32',
  width: 'u32',
  channels: 'u32',
  outHeight: 'u32',
  outWidth: 'u32',
  size: 'u32',
} as const;

const maxPool = entrywise({
  label: 'maxPool2d',
  inputs: ['x'],
  outputs: ['result'],
  numbers,
  body: `
  let channel = i % u.channels;
  let place = i / u.channels;
  let line = place / u.outWidth;
  let top = line / u.outHeight * u.height + line % u.outHeight * u.size;
  let first = (top * u.width + place % u.outWidth * u.size) * u.channels + channel;
  var largest = x[first];
  for (var row = 0u; row < u.size; row++) {
    for (var column = 0u; column < u.size; column++) {
      let value = x[first + (row * u.width + column) * u.channels];
      if (value > largest || isNan(value)) { largest = value; }
    }
  }
  result[i] = largest;`,
});

/** To the first of a window's largest entries, row by row. */
const maxPoolGradient = entrywise({
  label: 'maxPool2dGradient',
  inputs: ['dy', 'x', 'y'],
  outputs: ['result'],
  numbers,
  body: `
  let channel = i % u.channels;
  let place = i / u.channels;
  let across = place % u.width;
  let line = place / u.width;
  let down = line % u.height;
  result[i] = 0;
  if (down / u.size >= u.outHeight || across / u.size >= u.outWidth) { return; }
  let outLine = line / u.height * u.outHeight + down / u.size;
  let window = (outLine * u.outWidth + across / u.size) * u.channels + channel;
  if (x[i] != y[window]) { return; }
  let ownRow = down % u.size;
  let ownColumn = across % u.size;
  let first = i - (ownRow * u.width + ownColumn) * u.channels;
  for (var row = 0u; row <= ownRow; row++) {
    let end = select(u.size, ownColumn, row == ownRow);
    for (var column = 0u; column < end; column++) {
      if (x[first + (row * u.width + column) * u.channels] == y[window]) { return; }
    }
  }
  result[i] = dy[window];`,
});

function numbersOf(x: Shape, size: number): Record<keyof typeof numbers, number> {
  const { height, width, channels } = poolSizes(x, size);
  const [outHeight, outWidth] = [Math.floor(height / size), Math.floor(width / size)];
  return { height, width, channels, outHeight, outWidth, size };
}

export function poolingKernels(run: RunProgram): Pick<Kernels, 'maxPool2d' | 'maxPool2dGradient'> {
  return {
    maxPool2d(x, size) {
      const sizes = numbersOf(x.shape, size);
      const shape = [x.shape[0]!, sizes.outHeight, sizes.outWidth, sizes.channels];
      return run(maxPool, {
        inputs: [x],
        outputs: [shape],
        numbers: sizes,
        workgroups: groupsFor(sizeOf(shape)),
      })[0]!;
    },
    maxPool2dGradient: (dy, x, y, size) =>
      run(maxPoolGradient, {
        inputs: [dy, x, y],
        outputs: [x.shape],
        numbers: numbersOf(x.shape, size),
        workgroups: groupsFor(sizeOf(x.shape)),
      })[0]!,
  };
}
