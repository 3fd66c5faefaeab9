/** One image, pixel-sharp, in ink on paper (drawPixels.ts says how grey and colour are drawn). */
import { memo, useEffect, useRef } from 'react';
import { pixelsOf, type Picture } from './drawPixels.ts';
import styles from './PixelImage.module.css';
import { useColours } from './useColours.ts';

export interface PixelImageProps {
  readonly picture: Picture;
  /** What is to be seen; the empty string where the text beside it says so already. */
  readonly label: string;
  /** Shown by the pointer. */
  readonly title?: string | undefined;
}

export const PixelImage = memo(function PixelImage({ picture, label, title }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { pictureGround: ground, pictureInk: ink } = useColours();

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = pixelsOf(picture, { ground, ink });
    context.putImageData(new ImageData(pixels, picture.width, picture.height), 0, 0);
  }, [picture, ground, ink]);

  return (
    <canvas
      ref={canvas}
      className={styles.image}
      width={picture.width}
      height={picture.height}
      title={title}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
});
