/**
 * The browser's decoders, in a worker: JPEG, WebP, GIF and BMP as their files hold them, without
 * colour profiles, turned as their Exif data say.
 *
 * Most JPEGs go through ImageDecoder where there is one: no blob and no canvas for each of 60,000
 * pictures. It gives the planes that the file holds, and ycc.ts makes of them the same numbers as the
 * way through a canvas. That way is taken by all others. Clear pixels come out of it laid over black,
 * which is the lab's policy for all of them: a canvas that keeps alpha would lose colours at low alpha.
 */
import type { PlatformDecoder } from './picture.ts';
import { rgbaOfYcc } from './ycc.ts';

const options: ImageBitmapOptions = {
  colorSpaceConversion: 'none',
  premultiplyAlpha: 'none',
  imageOrientation: 'from-image',
};

type Decoded = Awaited<ReturnType<PlatformDecoder>>;

export function createBrowserDecoder(): PlatformDecoder {
  const decodeOnCanvas = createCanvasDecoder();
  const hasPlanes = typeof ImageDecoder !== 'undefined';
  return async (file) => {
    const plain = hasPlanes && file.type === 'image/jpeg' && !file.turned;
    return (plain ? await decodePlanes(file.bytes, file.type) : undefined) ?? decodeOnCanvas(file);
  };
}

/** Whether chroma has half the width, half the height. */
const halvesOf: Readonly<Record<string, readonly [boolean, boolean]>> = {
  I420: [true, true],
  I422: [true, false],
  I444: [false, false],
};

/** Undefined where the decoder gives something else than the planes of a JPEG. */
async function decodePlanes(
  data: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<Decoded | undefined> {
  const decoder = new ImageDecoder({ data, type, colorSpaceConversion: 'none' });
  try {
    const { image: frame } = await decoder.decode();
    try {
      return await readPlanes(frame);
    } finally {
      frame.close();
    }
  } finally {
    decoder.close();
  }
}

async function readPlanes(frame: VideoFrame): Promise<Decoded | undefined> {
  const halves = halvesOf[frame.format ?? ''];
  const isJfif = frame.colorSpace.fullRange && frame.colorSpace.matrix === 'smpte170m';
  if (!halves || !isJfif) return undefined;
  const values = new Uint8Array(frame.allocationSize());
  const [y, cb, cr] = await frame.copyTo(values);
  const { width, height } = frame.visibleRect!;
  const planes = [
    { values, ...y! },
    { values, ...cb! },
    { values, ...cr! },
  ] as const;
  return { width, height, rgba: rgbaOfYcc({ width, height, planes, halves }) };
}

/** One canvas for all pictures; a larger picture makes it anew. */
function createCanvasDecoder(): PlatformDecoder {
  let canvas = new OffscreenCanvas(1, 1);
  let context = contextOf(canvas);
  return async ({ bytes, type }) => {
    const bitmap = await createImageBitmap(new Blob([bytes], { type }), options);
    const { width, height } = bitmap;
    if (canvas.width < width || canvas.height < height) {
      canvas = new OffscreenCanvas(Math.max(width, canvas.width), Math.max(height, canvas.height));
      context = contextOf(canvas);
    }
    context.fillRect(0, 0, width, height); // black: an opaque canvas keeps what was drawn before
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return { width, height, rgba: context.getImageData(0, 0, width, height).data };
  };
}

/** Read after every picture, so kept where the processor reaches it. */
function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  context.fillStyle = 'black';
  return context;
}
