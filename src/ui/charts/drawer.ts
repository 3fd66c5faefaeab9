/**
 * Draws charts into one element through plotly: the newest wins, five a second at most, and the
 * label under the pointer survives a redraw.
 */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { Chart } from './chart.ts';
import { figureOf, type Size } from './figure.ts';
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

type Hovered = { curveNumber: number; pointNumber: number }[];
/** What plotly has and its types leave out: labels for points that are named, not pointed at. */
interface WithHover {
  readonly Fx: { hover(element: HTMLElement, points: Hovered): void };
}

export function createDrawer(element: HTMLElement, onFailure: (error: unknown) => void) {
  let gone = false;
  let drawn: Plotly.PlotlyHTMLElement | undefined;
  let hovered: Hovered | undefined;

  async function draw({ chart, colours, size }: Drawing): Promise<void> {
    const plotly = await loadPlotly();
    if (gone) return;
    const { data, layout } = figureOf(chart, { colours, size });
    const isFirst = drawn === undefined;
    drawn = await plotly.react(element, data, layout, config);
    if (gone) return plotly.purge(element);
    if (isFirst) followPointer(drawn);
    if (hovered) (plotly as unknown as WithHover).Fx.hover(element, hovered);
  }

  function followPointer(plot: Plotly.PlotlyHTMLElement): void {
    plot.on('plotly_hover', ({ points }) => {
      hovered = points.map(({ curveNumber, pointNumber }) => ({ curveNumber, pointNumber }));
    });
    plot.on('plotly_unhover', () => (hovered = undefined));
  }

  const throttle = createThrottle(
    (drawing: Drawing) => void draw(drawing).catch(onFailure),
    drawIntervalMs,
  );

  return {
    draw: throttle.push,
    /** The chart as it stands, as a file that the browser saves; PNG at twice its size. */
    async save(format: 'png' | 'svg', filename: string): Promise<void> {
      if (!drawn) return;
      const plotly = await loadPlotly();
      const { width, height } = element.getBoundingClientRect();
      const scale = format === 'png' ? 2 : 1;
      await plotly.downloadImage(drawn, {
        format,
        filename,
        width,
        height,
        scale,
      } as Plotly.DownloadImgopts);
    },
    dispose(): void {
      gone = true;
      throttle.cancel();
      if (drawn) void loadPlotly().then((plotly) => plotly.purge(element));
    },
  };
}

export type Drawer = ReturnType<typeof createDrawer>;
