/**
 * Draws charts into one element through plotly: the newest wins, five a second at most, and the
 * label under the pointer survives a redraw.
 */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { Chart } from './chart.ts';
import { figureOf, forFile, type Size } from './figure.ts';
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

/** The types know neither a figure that is not on the page nor a scale. */
interface WithScale {
  downloadImage(
    figure: ReturnType<typeof figureOf>,
    options: { format: string; filename: string; width: number; height: number; scale: number },
  ): Promise<string>;
}

export function createDrawer(element: HTMLElement, onFailure: (error: unknown) => void) {
  let gone = false;
  let drawn: Plotly.PlotlyHTMLElement | undefined;
  let newest: Drawing | undefined;
  let hovered: Hovered | undefined;

  async function draw(drawing: Drawing): Promise<void> {
    newest = drawing;
    const { chart, colours, size } = drawing;
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
    async save(format: 'png' | 'svg', { title, name }: { title: string; name: string }) {
      if (!newest) return;
      const plotly = await loadPlotly();
      const { chart, colours, size } = newest;
      const figure = forFile(figureOf(chart, { colours, size }), title);
      const { width, height } = figure.layout;
      await (plotly as unknown as WithScale).downloadImage(figure, {
        format,
        filename: name,
        width: width!,
        height: height!,
        scale: format === 'png' ? 2 : 1,
      });
    },
    dispose(): void {
      gone = true;
      throttle.cancel();
      if (drawn) void loadPlotly().then((plotly) => plotly.purge(element));
    },
  };
}

export type Drawer = ReturnType<typeof createDrawer>;
