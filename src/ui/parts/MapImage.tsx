/** One map of numbers, a square for each: the one place where they are drawn. */
import { memo, useEffect, useRef } from 'react';
import { colourMap, scaleOf, type MapScale } from './mapColours.ts';
import styles from './PixelImage.module.css';
import { useMapPalette } from './useMapPalette.ts';

export interface NumberMap {
  readonly height: number;
  readonly width: number;
  /** [height * width] */
  readonly values: Float32Array;
}

export interface MapImageProps {
  readonly map: NumberMap;
  readonly signed: boolean;
  /** Without it, the map's own. */
  readonly scale?: MapScale;
  /** What is to be seen; the empty string where the text beside it says so already. */
  readonly label: string;
}

export const MapImage = memo(function MapImage({ map, signed, scale, label }: MapImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = useMapPalette();

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const shown = scale ?? scaleOf(map.values, signed);
    const pixels = colourMap(map.values, { scale: shown, signed }, palette);
    context.putImageData(new ImageData(pixels, map.width, map.height), 0, 0);
  }, [map, signed, scale, palette]);

  return (
    <canvas
      ref={canvas}
      className={styles.image}
      width={map.width}
      height={map.height}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
});
