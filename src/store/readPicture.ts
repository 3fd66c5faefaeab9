/**
 * A picture file as the browser reads it: any size, mode and type that it knows (PNG, JPEG, WebP,
 * GIF, BMP, AVIF, SVG), turned as its EXIF orientation says, of an animation the first frame.
 *
 * The browser decodes beside the page's thread; what is large is then averaged down in strips, with
 * pauses, so that a photograph of 60 megapixels stops nothing.
 */
import { LabError } from '../core/errors.ts';
import {
  createAreaAverager,
  sizeWithin,
  type PictureSize,
  type SourcePicture,
} from './fitPicture.ts';

const MAX_BYTES = 30 * 2 ** 20;
const MAX_PIXELS = 64e6;
/** Larger pictures are kept reduced to this: many times what any dataset of the lab has. */
const KEPT_SIDE = 512;
/** Pixels of a strip: a few milliseconds of work. */
const STRIP_PIXELS = 2 ** 18;

/** By name or type: also a file that claims to be a picture and is none, so that it is told as such. */
export function isPicture({
  name,
  type,
}: {
  readonly name: string;
  readonly type: string;
}): boolean {
  return type.startsWith('image/') || /\.(png|jpe?g|webp|gif|bmp|svg|avif|ico)$/i.test(name);
}

export async function readPicture(file: File): Promise<SourcePicture> {
  if (file.size === 0) throw unfit(file, 'which holds nothing');
  if (file.size > MAX_BYTES) {
    throw unfit(file, `of ${(file.size / 2 ** 20).toFixed(0)} MB`, 'a picture of at most 30 MB');
  }
  const url = URL.createObjectURL(file);
  try {
    const element = await loadElement(url, file);
    const size = sizeOf(element, file);
    if (size.height * size.width > MAX_PIXELS) {
      const megapixels = ((size.height * size.width) / 1e6).toFixed(0);
      throw unfit(
        file,
        `of ${size.width} × ${size.height} pixels, ${megapixels} megapixels`,
        'a picture of at most 64 megapixels',
      );
    }
    return await reduce(await drawable(element, file), size);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw unfit(file, 'which this browser cannot read as a picture');
  } finally {
    URL.revokeObjectURL(url);
  }
}

function unfit(
  file: File,
  trouble: string,
  expected = 'a picture: PNG, JPEG, WebP, GIF, BMP or SVG',
) {
  return new LabError('picture-unfit', {
    found: `${file.name}, ${trouble}`.replace(', of ', ' of '),
    expected,
    fix: 'open it in a picture program and save it as PNG, smaller if need be; or draw it here',
  });
}

/** Knows the size from the file's head, before anything is decoded. */
function loadElement(url: string, file: File): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const element = new Image();
    element.onload = () => resolve(element);
    element.onerror = () => reject(unfit(file, 'which this browser cannot read as a picture'));
    element.src = url;
  });
}

const isDrawing = (file: File) => file.type === 'image/svg+xml' || /\.svg$/i.test(file.name);

/** A drawing has no pixels of its own: it gets as many as are kept. */
function sizeOf({ naturalHeight, naturalWidth }: HTMLImageElement, file: File): PictureSize {
  const frame = { height: KEPT_SIDE, width: KEPT_SIDE };
  const isSized = naturalHeight > 0 && naturalWidth > 0;
  if (isDrawing(file)) {
    return isSized ? sizeWithin({ height: naturalHeight, width: naturalWidth }, frame) : frame;
  }
  if (!isSized) throw unfit(file, 'which has no size');
  return { height: naturalHeight, width: naturalWidth };
}

/** Note: createImageBitmap takes no SVG file, and decodes every other beside the page's thread. */
async function drawable(element: HTMLImageElement, file: File): Promise<CanvasImageSource> {
  return isDrawing(file) ? element : createImageBitmap(file, { imageOrientation: 'from-image' });
}

async function reduce(image: CanvasImageSource, size: PictureSize): Promise<SourcePicture> {
  const isLarge = Math.max(size.height, size.width) > KEPT_SIDE;
  const kept = isLarge ? sizeWithin(size, { height: KEPT_SIDE, width: KEPT_SIDE }) : size;
  const averager = createAreaAverager(size, kept, 4);
  const height = Math.min(size.height, Math.max(1, Math.floor(STRIP_PIXELS / size.width)));
  const canvas = Object.assign(document.createElement('canvas'), { width: size.width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  for (let top = 0; top < size.height; top += height) {
    context.clearRect(0, 0, size.width, height);
    context.drawImage(image, 0, -top, size.width, size.height);
    const rows = Math.min(height, size.height - top);
    const { data } = context.getImageData(0, 0, size.width, rows);
    for (let row = 0; row < rows; row++) {
      averager.addRow(
        premultiplied(data.subarray(row * size.width * 4, (row + 1) * size.width * 4)),
      );
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  if ('close' in image) image.close();
  return { ...kept, rgba: averager.values };
}

/** RGBA bytes to shares of 1, colours times alpha. */
function premultiplied(row: Uint8ClampedArray): Float32Array {
  const values = new Float32Array(row.length);
  for (let place = 0; place < row.length; place += 4) {
    const alpha = row[place + 3]! / 255;
    for (let colour = 0; colour < 3; colour++) {
      values[place + colour] = (alpha * row[place + colour]!) / 255;
    }
    values[place + 3] = alpha;
  }
  return values;
}
