/** A row of the grid: its pictures on one canvas; what is not there yet is a patch of ground. */
import { memo, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { ImageFeed } from '../../store/imageFeed.ts';
import { pixelsOf } from '../parts/drawPixels.ts';
import { useColours } from '../parts/useColours.ts';
import { pitchOf, type GridLayout } from './gridLayout.ts';
import styles from './ImageGrid.module.css';

export interface PictureForm {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface ImageRowProps {
  readonly feed: ImageFeed;
  readonly layout: GridLayout;
  readonly form: PictureForm;
  readonly row: number;
  /** CSS pixels from the grid's top. */
  readonly top: number;
}

export const ImageRow = memo(function ImageRow({ feed, layout, form, row, top }: ImageRowProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { pictureGround: ground, pictureInk: ink } = useColours();
  const first = row * layout.columns;
  const last = Math.min(first + layout.columns, layout.count) - 1;
  const state = useSyncExternalStore(feed.subscribe, () => feed.stateOf(first, last));
  const width = layout.columns * pitchOf(layout).x - layout.gap;
  const density = window.devicePixelRatio || 1;

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, width, layout.height);
    context.imageSmoothingEnabled = layout.width < form.width;
    context.imageSmoothingQuality = 'high';
    for (let place = first; place <= last; place++) {
      const left = (place - first) * pitchOf(layout).x;
      const values = feed.imageAt(place);
      if (values) {
        const pixels = pixelsOf({ ...form, values }, { ground, ink });
        context.drawImage(pictureOf(pixels, form), left, 0, layout.width, layout.height);
      } else {
        context.fillStyle = ground;
        context.fillRect(left, 0, layout.width, layout.height);
      }
    }
  }, [feed, layout, form, first, last, state, ground, ink, width, density]);

  return (
    <canvas
      ref={canvas}
      className={styles.row}
      aria-hidden
      width={Math.round(width * density)}
      height={Math.round(layout.height * density)}
      style={{ width, height: layout.height, translate: `0 ${top}px` }}
    />
  );
});

let scratch: HTMLCanvasElement | undefined;

/** The picture in its own size, on a canvas that the next one takes over. */
function pictureOf(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  { height, width }: PictureForm,
): HTMLCanvasElement {
  scratch ??= document.createElement('canvas');
  if (scratch.width !== width || scratch.height !== height)
    Object.assign(scratch, { width, height });
  const context = scratch.getContext('2d', { willReadFrequently: true });
  context?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return scratch;
}
