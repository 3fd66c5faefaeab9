import { json } from './files.ts';
import { expect, small, test, type Lab, type ResultFile } from './lab.ts';

const COUNT = 200;
/** Rows that the list draws at once (ui/runs/RunList.tsx), and curves (store/chartedRuns.ts). */
const PAGE = 40;
const CHARTED = 12;

/** That many runs of one kind, with names, seeds, scores and tags of their own. */
function many(file: ResultFile): ResultFile {
  const [model] = file.runs;
  const runs = Array.from({ length: COUNT }, (_, index) => ({
    ...model!,
    id: `copy-${index}`,
    name: `copy ${index}`,
    colour: index,
    tags: index % 10 === 0 ? ['tenth'] : [],
    spec: { ...model!.spec, seed: 1000 + index },
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
    final: { ...model!.final!, testAccuracy: (index % 100) / 100 },
  }));
  return { ...file, runs };
}

/** Milliseconds that the page's own thread spent on scripts, styles and layout while `act` went on. */
async function workOf({ page }: Lab, act: () => Promise<void>): Promise<Record<string, number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  await act();
  const after = await read();
  await session.detach();
  const names = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
  return Object.fromEntries(names.map((name) => [name, 1000 * (after[name]! - before[name]!)]));
}

test('two hundred runs are searched, sorted and scrolled without drawing them all', async ({
  lab,
}, { annotations }) => {
  const note = (what: string, work: Record<string, number>) =>
    annotations.push({ type: what, description: JSON.stringify(work) });
  await lab.open();
  await lab.compose({ ...small.mlp, Steps: 10 });
  await lab.trainToTheEnd();
  const file = await lab.exportResults();
  await lab.import(json('many.json', many(file)));
  await expect(lab.page.getByText(/Imported 200 runs/)).toBeVisible();

  await expect(lab.rows()).toHaveCount(PAGE);
  await expect(lab.page.getByText(`The chart shows ${CHARTED} of 201`)).toBeVisible();

  const searched = await workOf(lab, async () => {
    await lab.search('tenth');
    await expect(lab.rows()).toHaveCount(COUNT / 10);
  });
  note('search', searched);
  const cleared = await workOf(lab, async () => {
    await lab.search('');
    await expect(lab.rows()).toHaveCount(PAGE);
  });
  note('clear', cleared);
  for (const work of [searched, cleared]) {
    for (const spent of Object.values(work)) expect(spent).toBeGreaterThanOrEqual(0);
  }
  const sorted = await workOf(lab, async () => {
    await lab.choose('Order of runs', 'Best first');
    await expect(lab.accuracyOf(lab.newest())).toHaveText('99.0 %');
  });
  note('sort', sorted);

  // Rows come as they are scrolled to; in the end all of them.
  note(
    'scroll',
    await workOf(lab, async () => {
      const more = lab.page.getByText(/^\d+ more …$/);
      await expect
        .poll(async () => {
          if (await more.isVisible()) await more.scrollIntoViewIfNeeded();
          return lab.rows().count();
        })
        .toBe(COUNT + 1);
    }),
  );
  await expect(lab.rows()).toHaveCount(COUNT + 1);

  await lab.button('Select').click();
  await lab.button('All').click();
  await expect(lab.page.getByText('201 selected')).toBeVisible();
  await lab.page.getByRole('group', { name: 'Selected runs' }).getByText('Delete').click();
  await expect(lab.rows()).toHaveCount(0);
  const notice = lab.page.getByRole('status').filter({ hasText: 'Deleted 201 runs.' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.rows()).toHaveCount(PAGE);
});
