/**
 * Loads plotly on the first chart, not with the page: it weighs more than everything else together.
 *
 * Note: plotly writes its style sheet at load, and under `style-src 'self'` fails to without an
 * error: the layers of a chart then lie below one another. It leaves that out where an element with
 * this id and class is present, so its rules are linked as a file of our own first.
 */
import type * as Plotly from 'plotly.js';
import styleSheetUrl from './plotly.css?url';

let loading: Promise<typeof Plotly> | undefined;

export function loadPlotly(): Promise<typeof Plotly> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined; // offline now; the next chart may try again
    throw error;
  });
  return loading;
}

async function load(): Promise<typeof Plotly> {
  linkStyleSheet();
  const module = await import('plotly.js-cartesian-dist-min');
  return module.default;
}

function linkStyleSheet(): void {
  const id = 'plotly.js-style-global';
  if (document.getElementById(id)) return;
  const link = Object.assign(document.createElement('link'), {
    id,
    className: 'no-inline-styles',
    rel: 'stylesheet',
    href: styleSheetUrl,
  });
  document.head.append(link);
}
