// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { analyseStudy } from '../analyseStudy.ts';
import { runsOf, studyOf } from '../testing.ts';
import { reportBlocks } from './blocks.ts';
import { reportHtml, type ReportFigure } from './html.ts';

const nasty = '<img src=x onerror="alert(1)"> & </title></style><script>alert(2)</script>';
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>100 % # "é"</text></svg>';

function pageOf(typed: object = {}, figures: Record<string, ReportFigure> = {}) {
  const study = studyOf(typed);
  const runs = runsOf(study.plan, ({ arm, seed }) =>
    arm === study.plan.arms[0]!.label ? 0.5 + seed / 100 : { status: 'diverged' },
  );
  const html = reportHtml({
    ...{ study, analysis: analyseStudy(study, runs), figures },
    created: '2026-11-22T01:02:03.000Z',
    app: { version: '0.1.0', commit: '12ab34cd56ef7890' },
  });
  return { html, study, page: new DOMParser().parseFromString(html, 'text/html') };
}

describe('the report', () => {
  it('holds title, question, verdicts, tables with captions, methods and the plan', () => {
    const { page, study } = pageOf({ question: 'Who learns?' });
    expect(page.title).toBe('Who learns from few?');
    expect(page.querySelector('h1')!.textContent).toBe('Who learns from few?');
    expect(page.body.textContent).toContain('Who learns?');
    expect(page.body.textContent).toContain('No seed has a finished run of both CNN and Coordinet');
    expect(page.body.textContent).toContain('begun 20 November 2026; report of 22 November 2026');
    const tables = [...page.querySelectorAll('table')];
    expect(tables).toHaveLength(2);
    for (const table of tables) {
      expect(table.querySelector('caption')!.textContent).not.toBe('');
      for (const head of table.querySelectorAll('th'))
        expect(head.getAttribute('scope')).toBe('col');
    }
    expect(tables[0]!.rows[1]!.textContent).toContain('52.00');
    expect(JSON.parse(page.querySelector('details pre')!.textContent!)).toEqual(study.plan);
    expect(page.body.textContent).toContain('The plan was fixed before the first run');
  });

  it('needs nothing from anywhere and forbids itself scripts', () => {
    const { page, html } = pageOf({}, { curve: { caption: 'Test error', svg } });
    expect(page.querySelectorAll('script, link, iframe, object')).toHaveLength(0);
    const policy = page.querySelector('meta[http-equiv]')!.getAttribute('content')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|https?:/);
    expect(html.replace('http://www.w3.org', '')).not.toMatch(/(src|href)="(?!data:)/);
    expect(html).toContain('prefers-color-scheme: dark');
  });

  it('shows figures as images with a text, byte for byte', () => {
    const { page } = pageOf({}, { 'a b': { caption: 'Test error "x"', svg } });
    const image = page.querySelector('figure img')!;
    expect(image.getAttribute('alt')).toBe('Test error "x"');
    const [head, body] = image.getAttribute('src')!.split(',');
    expect(head).toBe('data:image/svg+xml;charset=utf-8');
    expect(decodeURIComponent(body!)).toBe(svg);
  });

  it('shows whatever a label holds, and runs none of it', () => {
    const { page, html } = pageOf(
      {
        title: nasty,
        question: nasty,
        arms: [
          { label: nasty, changes: {} },
          { label: `${nasty} 2`, changes: { architecture: { id: 'cnn' } } },
        ],
        factors: [
          {
            label: `${nasty} factor`,
            levels: [{ label: `${nasty} level`, changes: { trainingImages: 30 } }],
          },
        ],
      },
      { [nasty]: { caption: nasty, svg: `<svg><script>${nasty}</script>\uD800</svg>` } },
    );
    expect(page.querySelectorAll('script')).toHaveLength(0);
    expect([...page.querySelectorAll('img')].map((image) => image.hasAttribute('onerror'))).toEqual(
      [false],
    );
    expect(page.querySelector('h1')!.textContent).toBe(nasty);
    expect(page.querySelector('figcaption')!.textContent).toBe(nasty);
    expect(page.querySelector('td')!.textContent).toBe(nasty);
    expect(html).not.toContain('<img src=x');
    expect(page.querySelectorAll('style')).toHaveLength(1);
  });

  it('is loud where something makes figures wrong', () => {
    const study = studyOf();
    const runs = runsOf(study.plan, ({ seed }) => ({
      change: (run) => ({ ...run, datasetSha256: String(seed).repeat(64) }),
    }));
    const html = reportHtml({
      ...{ study, analysis: analyseStudy(study, runs), figures: {}, created: study.createdAt },
      app: { version: '0.1.0', commit: '' },
    });
    expect(html).toContain('<li class="careful">Careful: not all runs on Typefaces');
  });
});

it('blocks stand in the order in which they are read', () => {
  const study = studyOf({ question: 'Who?' });
  expect(reportBlocks(study, analyseStudy(study, [])).map(({ kind }) => kind)).toEqual([
    ...['paragraph', 'remarks', 'heading', 'verdicts', 'figures'],
    ...['heading', 'table', 'table', 'heading', 'paragraph'],
  ]);
});
