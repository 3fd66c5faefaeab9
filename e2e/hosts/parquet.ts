/**
 * Parquet files as the Hub writes them of image datasets: a column of pictures, a column of labels,
 * and the names of the classes beside the schema.
 *
 *   image  { bytes: PNG, path }
 *   label  INT64
 */
import { createHash } from 'node:crypto';
import { encode } from 'fast-png';
import { parquetWriteBuffer } from 'hyparquet-writer';

export interface GivenImages {
  readonly count: number;
  /** Pixels a side. */
  readonly side: number;
  readonly channels: 1 | 3;
  readonly classNames: readonly string[];
  /** Of the first image: tells the images of two files apart. */
  readonly first?: number;
  readonly rowsOfGroup?: number;
  /** Pictures that cannot be packed: for files as large as real ones. */
  readonly isNoise?: boolean;
  readonly columns?: { readonly image: string; readonly label: string };
}

/** Image `index` is of class `index % classes`: a bright bar whose place tells the class. */
export function pixelsOf(index: number, given: GivenImages): Uint8Array {
  const { side, channels, classNames, isNoise } = given;
  const pixels = new Uint8Array(side * side * channels);
  if (isNoise)
    return createHash('shake256', { outputLength: pixels.length }).update(`${index}`).digest();
  const row = (index % classNames.length) % side;
  for (let x = 0; x < side * channels; x++) {
    pixels[row * side * channels + x] = 255 - ((index * 7 + x) % 100);
  }
  pixels[pixels.length - 1] = index % 256; // no two neighbours alike
  pixels[pixels.length - 2] = (index >> 8) % 256;
  return pixels;
}

export function parquetOfImages(given: GivenImages): Buffer {
  const { count, side, channels, classNames, first = 0, rowsOfGroup = 100 } = given;
  const { image, label } = given.columns ?? { image: 'image', label: 'label' };
  const indices = Array.from({ length: count }, (_, index) => first + index);
  const pictures = indices.map((index) => ({
    bytes: encode({ width: side, height: side, channels, data: pixelsOf(index, given) }),
    path: `${index}.png`,
  }));
  const features = {
    [image]: { _type: 'Image' },
    [label]: { names: classNames, _type: 'ClassLabel' },
  };
  return Buffer.from(
    parquetWriteBuffer({
      schema: [
        { name: 'schema', num_children: 2 },
        { name: image, repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: label, type: 'INT64', repetition_type: 'OPTIONAL' },
      ],
      columnData: [
        { name: image, data: pictures },
        { name: label, data: indices.map((index) => BigInt(index % classNames.length)) },
      ],
      rowGroupSize: rowsOfGroup,
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
    }),
  );
}
