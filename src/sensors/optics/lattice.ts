/** How many pixels lie over an image, or over a part of it. */
import type { ImageSize } from '../../core/geometry.ts';

/** A grid of square pixels over the whole image, as nearly as whole numbers allow. */
export function latticeOf(
  /** Pixels to the shorter side. */
  side: number,
  { height, width }: Pick<ImageSize, 'height' | 'width'>,
): { height: number; width: number } {
  const perPixel = side / Math.min(height, width);
  return { height: Math.round(height * perPixel), width: Math.round(width * perPixel) };
}
