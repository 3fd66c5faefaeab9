/**
 * The browser's decoders, in a worker: JPEG, WebP, GIF and BMP as their files hold them, without
 * colour profiles, turned as their Exif data say.
 *
 * Clear pixels come out laid over black, which is the lab's policy for all of them: the way through a
 * canvas that keeps alpha would lose colours at low alpha.
 */
import type { PlatformDecoder } from './picture.ts';

const options: ImageBitmapOptions = {
  colorSpaceConversion: 'none',
  premultiplyAlpha: 'none',
  imageOrientation: 'from-image',
};

/** One canvas for all pictures; asking for a picture of another size makes it anew. */
export function createBrowserDecoder(): PlatformDecoder {
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
  context.globalCompositeOperation = 'source-over';
  return context;
}
