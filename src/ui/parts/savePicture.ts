/** A canvas as a PNG file: enlarged, with sharp pixels, so that it can be looked at anywhere. */
import { fileNameOf, saveBlob } from '../../store/saveFile.ts';

const SIDE = 560; // at least, in pixels

export interface Tile {
  readonly title: string;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly height: number;
  readonly width: number;
}

const GAP = 24;
const TITLE = 40;

/** Pictures side by side, each under its title, dark on white. */
export async function saveTiles(tiles: readonly Tile[], title: string): Promise<void> {
  const zoomed = tiles.map((tile) => ({
    ...tile,
    zoom: Math.max(1, Math.ceil(SIDE / Math.max(tile.height, tile.width))),
  }));
  const width = zoomed.reduce((sum, tile) => sum + GAP + tile.width * tile.zoom, GAP);
  const height = Math.max(...zoomed.map((tile) => tile.height * tile.zoom)) + TITLE + GAP;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.font = '20px sans-serif';
  let left = GAP;
  for (const tile of zoomed) {
    const image = await createImageBitmap(new ImageData(tile.pixels, tile.width, tile.height));
    context.fillStyle = '#1c1e24';
    context.fillText(tile.title, left, TITLE - 14, tile.width * tile.zoom);
    context.drawImage(image, left, TITLE, tile.width * tile.zoom, tile.height * tile.zoom);
    image.close();
    left += GAP + tile.width * tile.zoom;
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) saveBlob(blob, `${fileNameOf(title)}.png`);
}
