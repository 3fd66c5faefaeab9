/** A shape pipeline as SVG: a row of boxes, each with what the data look like there. */
import { shapeText } from '../../src/core/shapes.ts';
import type { Stage } from '../../src/architectures/architecture.ts';

const BOX = { width: 132, height: 50, gap: 26 };
const COLUMNS = 6;
const MARGIN = 24;
const ROW_GAP = 18;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Drawn on paper of its own, so that it reads in light and dark surroundings. */
export function pipelinePicture(stages: readonly Stage[]): string {
  const rows = Math.ceil(stages.length / COLUMNS);
  const width = 2 * MARGIN + COLUMNS * BOX.width + (COLUMNS - 1) * BOX.gap;
  const height = 2 * MARGIN + rows * BOX.height + (rows - 1) * ROW_GAP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif">
<rect width="100%" height="100%" rx="8" fill="#faf9f6"/>
${stages.map(boxOf).join('\n')}
</svg>
`;
}

function boxOf({ label, shape }: Stage, index: number): string {
  const x = MARGIN + (index % COLUMNS) * (BOX.width + BOX.gap);
  const y = MARGIN + Math.floor(index / COLUMNS) * (BOX.height + ROW_GAP);
  const middle = x + BOX.width / 2;
  const arrow =
    index === 0
      ? ''
      : `<text x="${index % COLUMNS === 0 ? x - 12 : x - BOX.gap / 2}" y="${y + BOX.height / 2 + 5}" font-size="14" fill="#646878" text-anchor="middle">→</text>`;
  return `${arrow}<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#fff" stroke="#83868f"/>
<text x="${middle}" y="${y + 20}" font-size="12" fill="#646878" text-anchor="middle" textLength="${textLength(label)}" lengthAdjust="spacingAndGlyphs">${escaped(label)}</text>
<text x="${middle}" y="${y + 38}" font-size="13" font-weight="600" fill="#1c1e24" text-anchor="middle">${shapeText(shape)}</text>`;
}

/** Pixels: long labels are squeezed into their box. */
function textLength(label: string): number {
  return Math.min(label.length * 6.4, BOX.width - 10);
}
