/**
 * Pictures in Node: JPEG by jpeg-js. Its values differ from a browser's by a few of 255, as browsers
 * differ among each other; so the same photos give another id here. PNG is the same everywhere.
 */
import { LabError } from '../core/errors.ts';
import type { PlatformDecoder } from '../datasets/pictures/picture.ts';

export const decodeInNode: PlatformDecoder = async ({ name, bytes, type }) => {
  if (type !== 'image/jpeg') {
    throw new LabError('no-decoder', {
      found: `${name}, a picture of type ${type}`,
      expected: 'PNG or JPEG, outside of a browser',
      fix: 'convert it to PNG, or import it on the page',
    });
  }
  const { decode } = await import('jpeg-js');
  const { width, height, data } = decode(bytes, { useTArray: true });
  return { width, height, rgba: data };
};
