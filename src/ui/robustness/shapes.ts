/**
 * Pictures that are drawn by hand as lists of simple shapes, so that the same drawing is an SVG file
 * and a PNG file: black on white whatever the theme, as charts leave the page (charts/fileFigure.ts).
 */
import { fileNameOf, saveBlob, saveText } from '../../store/saveFile.ts';
import { fileColours } from '../charts/fileFigure.ts';
import type { FileChoice } from '../charts/SaveMenu.tsx';

export type Shape =
  | {
      readonly kind: 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string;
    }
  | {
      readonly kind: 'line';
      readonly from: readonly [x: number, y: number];
      readonly to: readonly [x: number, y: number];
      readonly colour: string;
      readonly width: number;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the base line. */
      readonly y: number;
      readonly text: string;
      readonly colour: string;
      readonly size: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly isBold?: boolean;
    };

/** In CSS pixels; PNG files have twice as many. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

export function svgOf({ width, height, shapes }: Drawing): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(fileColours.font)}">`;
  const ground = `<rect width="${width}" height="${height}" fill="${fileColours.paper}"/>`;
  return [head, ground, ...shapes.map(elementOf), '</svg>', ''].join('\n');
}

function elementOf(shape: Shape): string {
  switch (shape.kind) {
    case 'rectangle': {
      const { x, y, width, height, fill } = shape;
      return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
    }
    case 'line': {
      const [[x1, y1], [x2, y2]] = [shape.from, shape.to];
      return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${shape.colour}" stroke-width="${shape.width}"/>`;
    }
    case 'text': {
      const { x, y, text, colour, size, anchor, isBold = false } = shape;
      const weight = isBold ? ' font-weight="bold"' : '';
      return `<text x="${x}" y="${y}" fill="${colour}" font-size="${size}" text-anchor="${anchor}"${weight}>${escaped(text)}</text>`;
    }
  }
}

const SCALE = 2;

async function savePng({ width, height, shapes }: Drawing, name: string): Promise<void> {
  const size = { width: SCALE * width, height: SCALE * height };
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d')!;
  context.scale(SCALE, SCALE);
  context.fillStyle = fileColours.paper;
  context.fillRect(0, 0, width, height);
  for (const shape of shapes) paint(context, shape);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) saveBlob(blob, name);
}

function paint(context: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case 'rectangle':
      context.fillStyle = shape.fill;
      context.fillRect(shape.x, shape.y, shape.width, shape.height);
      return;
    case 'line':
      context.strokeStyle = shape.colour;
      context.lineWidth = shape.width;
      context.beginPath();
      context.moveTo(...shape.from);
      context.lineTo(...shape.to);
      context.stroke();
      return;
    case 'text':
      context.fillStyle = shape.colour;
      context.font = `${shape.isBold ? 'bold ' : ''}${shape.size}px ${fileColours.font}`;
      context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
      context.fillText(shape.text, shape.x, shape.y);
  }
}

/** For the menu beside a figure. @param draw asked for only when it is saved */
export function pictureFiles(title: string, draw: () => Drawing): FileChoice[] {
  const name = fileNameOf(title);
  return [
    { label: 'Picture, PNG', save: () => void savePng(draw(), `${name}.png`) },
    {
      label: 'Drawing, SVG',
      save: () => saveText(svgOf(draw()), { name: `${name}.svg`, type: 'image/svg+xml' }),
    },
  ];
}
