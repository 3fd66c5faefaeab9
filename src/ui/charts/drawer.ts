/**
 * Draws charts into one element through plotly: the newest wins, five a second at most, and the
 * label under the cursor survives a redraw.
 */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { Chart } from './chart.ts';
import { pointsAt } from './cursor.ts';
import { figureOf, type Figure, type Size } from './figure.ts';
import { fileFigure } from './fileFigure.ts';
import { loadPlotly } from './loadPlotly.ts';
import { createThrottle } from './throttle.ts';

export interface Drawing {
  readonly chart: Chart;
  readonly colours: Colours;
  readonly size: Size;
}

export const drawIntervalMs = 200;

const config: Partial<Plotly.Config> = {
  displayModeBar: false,
  doubleClick: false,
  scrollZoom: false,
  showTips: false,
};

/** What plotly has and its types leave out: labels at a place that nobody points at. */
interface WithHover {
  readonly Fx: {
    hover(element: HTMLElement, place: { xval: number }): void;
    unhover(element: HTMLElement): void;
  };
}

/** The types know neither a figure that is not on the page nor a scale. */
interface WithScale {
  downloadImage(
    figure: Figure,
    options: { format: string; filename: string; width: number; height: number; scale: number },
  ): Promise<string>;
}

export interface DrawerEvents {
  readonly onFailure: (error: unknown) => void;
  /** The pointer is at x, or has left. */
  readonly onPoint: (x: number | undefined) => void;
}

export function createDrawer(element: HTMLElement, { onFailure, onPoint }: DrawerEvents) {
  let gone = false;
  let drawn: Plotly.PlotlyHTMLElement | undefined;
  let shown: Chart | undefined;
  let cursor: number | undefined;
  /** Plotly tells of labels that we ask for, too; only the pointer's own are news. */
  let isAsking = false;

  async function draw({ chart, colours, size }: Drawing): Promise<void> {
    const plotly = await loadPlotly();
    if (gone) return;
    const figure = figureOf(chart, { colours, size });
    const isFirst = drawn === undefined;
    drawn = await plotly.react(element, figure.data, figure.layout, config);
    if (gone) return plotly.purge(element);
    shown = chart;
    if (isFirst) followPointer(drawn);
    if (cursor !== undefined) await showCursor();
  }

  function followPointer(plot: Plotly.PlotlyHTMLElement): void {
    plot.on('plotly_hover', ({ points }) => {
      if (isAsking) return;
      cursor = Number(points[0]!.x);
      onPoint(cursor);
    });
    plot.on('plotly_unhover', () => {
      if (isAsking) return;
      cursor = undefined;
      onPoint(undefined);
    });
  }

  async function showCursor(): Promise<void> {
    const { Fx } = (await loadPlotly()) as unknown as WithHover;
    if (gone || !shown) return;
    isAsking = true;
    if (cursor !== undefined && pointsAt(shown, cursor).length > 0) {
      Fx.hover(element, { xval: cursor });
    } else Fx.unhover(element);
    isAsking = false;
  }

  const throttle = createThrottle(
    (drawing: Drawing) => void draw(drawing).catch(onFailure),
    drawIntervalMs,
  );

  return {
    draw: throttle.push,
    /** Shows what all series say at x; undefined takes it away. */
    point(x: number | undefined): void {
      if (x === cursor) return;
      cursor = x;
      void showCursor().catch(onFailure);
    },
    dispose(): void {
      gone = true;
      throttle.cancel();
      if (drawn) void loadPlotly().then((plotly) => plotly.purge(element));
    },
  };
}

export type Drawer = ReturnType<typeof createDrawer>;

/** The types know no figure that is not on the page. */
interface WithImage {
  toImage(
    figure: Figure,
    options: { format: 'svg'; width: number; height: number },
  ): Promise<string>;
}

/** The chart as the text of an SVG file. */
export async function drawingText(chart: Chart, title: string): Promise<string> {
  const plotly = (await loadPlotly()) as unknown as WithImage;
  const figure = fileFigure(chart, title);
  const { width, height } = figure.layout;
  const address = await plotly.toImage(figure, { format: 'svg', width: width!, height: height! });
  return decodeURIComponent(address.slice(address.indexOf(',') + 1));
}

/** The chart as a file that the browser saves; PNG at twice its size. */
export async function savePicture(
  chart: Chart,
  format: 'png' | 'svg',
  { title, name }: { title: string; name: string },
): Promise<void> {
  const plotly = await loadPlotly();
  const figure = fileFigure(chart, title);
  const { width, height } = figure.layout;
  await (plotly as unknown as WithScale).downloadImage(figure, {
    format,
    filename: name,
    width: width!,
    height: height!,
    scale: format === 'png' ? 2 : 1,
  });
}
