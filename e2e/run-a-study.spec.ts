import { readFile, writeFile } from 'node:fs/promises';
import { compareStudies } from '../scripts/studyAgreement.ts';
import { spawnStudy } from '../scripts/studyKilling.ts';
import { expect, test, type Lab, type ResultFile } from './lab.ts';
import { Studies } from './studies.ts';

const TITLE = 'Which one finds the blob?';
/** Two arms at two sizes with three seeds. */
const RUNS = 12;
/** Runs of a study, however slow the machine. */
const TRAINING = { timeout: 120_000 };

async function planTiny(lab: Lab): Promise<Studies> {
  const studies = new Studies(lab.page);
  await lab.open();
  await studies.open();
  await expect(studies.main).toContainText('Who wins, by how much');
  await studies.button('New study').click();
  await expect(studies.foot).toContainText('Give the study a title.');
  await studies.fill('Title', TITLE);
  await studies.choose('Dataset', 'Where');
  await studies.set('Steps', 20);
  await studies.set('Batch size', 8);
  await studies.addModel('Linear');
  await studies.addModel('MLP');
  await studies.button('Edit MLP').click();
  await studies.set('Width', 16);
  await studies.button('Vary Training images').click();
  await studies.fill('Levels of Training images', '30 60');
  await studies.fill('How many, or which', '3');
  return studies;
}

/** The same plan, trained by the command line. */
async function trainInNode(plan: unknown, pathOf: (name: string) => string): Promise<ResultFile> {
  const [study, out] = [pathOf('study.json'), pathOf('results.json')];
  await writeFile(study, JSON.stringify(plan));
  const { code, said } = await spawnStudy([study, '--out', out, '--jobs', '2']).ended;
  expect(code, said).toBe(0);
  return JSON.parse(await readFile(out, 'utf8')) as ResultFile;
}

test('plan a study, run it, interrupt it, read it, take it away and bring it back', async ({
  lab,
  elsewhere,
}, story) => {
  const { page } = lab;
  const studies = await planTiny(lab);

  await test.step('the plan says what it comes to before anything runs', async () => {
    await expect(studies.foot).toContainText(`Runs${RUNS}`);
    await expect(studies.foot).toContainText('6 seeds are needed');
    await expect(studies.arm('MLP')).toContainText('parameters');
    await studies.fill('Levels of Training images', '30 60000');
    await expect(studies.foot).toContainText('10,000');
    await expect(studies.foot.getByRole('button', { name: 'Start' })).toBeDisabled();
    await studies.fill('Levels of Training images', '30 60');
    await studies.foot.getByRole('button', { name: 'Start' }).click();
  });

  await test.step('its runs train, a second tab watches', async () => {
    await expect.poll(() => studies.endedRuns(), TRAINING).toBeGreaterThanOrEqual(1);
    const watched = new Studies(await page.context().newPage());
    await watched.goTo();
    await watched.entry(TITLE).click();
    await expect(watched.panel).toContainText(/watched here|finished/);
    await watched.page.close();
  });

  await test.step('a reload interrupts it and it goes on; a pause holds it, and Resume ends it', async () => {
    const before = await studies.endedRuns();
    await page.reload();
    await expect(studies.far()).toBeVisible();
    await expect.poll(() => studies.endedRuns()).toBeGreaterThanOrEqual(before);
    const pause = studies.button('Pause');
    const resume = studies.panel.getByRole('button', { name: 'Resume' });
    if (await pause.isVisible()) {
      await pause.click();
      await resume.or(studies.far().filter({ hasText: `${RUNS} of ${RUNS}` })).waitFor();
      if (await resume.isVisible()) await resume.click();
    }
    await expect.poll(() => studies.endedRuns(), TRAINING).toBe(RUNS);
    await expect(studies.entry(TITLE)).toContainText('finished');
  });

  await test.step('the list of runs is filtered', async () => {
    const rows = studies.panel.getByRole('table').getByRole('row');
    await expect(rows).toHaveCount(1 + RUNS);
    await studies.panel.getByLabel('Arm', { exact: true }).selectOption('MLP');
    await expect(rows).toHaveCount(1 + RUNS / 2);
    await studies.panel.getByLabel('Training images', { exact: true }).selectOption('30');
    await expect(rows).toHaveCount(1 + RUNS / 4);
  });

  await test.step('it says what it found, and that three seeds are too few', async () => {
    await studies.openTab('Results');
    const verdicts = studies.main.getByRole('list', {
      name: 'Verdicts on the declared comparisons',
    });
    await expect(verdicts.getByRole('listitem')).toHaveCount(1);
    await expect(verdicts).toContainText('Under six seeds nothing is called significant');
    const means = studies.main.getByRole('region', { name: 'Means' });
    await expect(means.getByRole('row')).toHaveCount(1 + 4);
    await expect(
      studies.main.locator('.js-plotly-plot .scatterlayer .trace').first(),
    ).toBeAttached();
    await studies.main.getByRole('tab', { name: 'Methods' }).click();
    await expect(studies.main).toContainText('runs are paired by seed');
  });

  const results = await test.step('it leaves as files', async () => {
    const report = await studies.save('Export the study', 'Report, HTML');
    expect(report.text).toContain(TITLE);
    expect(report.text.match(/data:image\/svg\+xml/g)?.length).toBeGreaterThanOrEqual(3);
    const csv = await studies.save('Export the study', 'Every run, CSV');
    expect(csv.text.trim().split('\n')).toHaveLength(1 + RUNS);
    const json = await studies.save('Export the study', 'Results, JSON');
    const content = JSON.parse(json.text) as ResultFile;
    expect(content.runs.map(({ status }) => status)).toEqual(Array(RUNS).fill('finished'));
    expect(content.analysis).toMatchObject({ comparisons: [{ a: 'MLP', b: 'Linear' }] });
    return json;
  });

  await test.step('the command line comes to the same results, interrupted or not', async () => {
    const content = JSON.parse(results.text) as ResultFile;
    const again = await trainInNode(content.study!.plan, (name) => story.outputPath(name));
    expect(compareStudies(content, again)).toMatchObject({ faults: [], runs: RUNS });
  });

  await test.step('another browser reads the results', async () => {
    const other = new Studies(elsewhere.page);
    await elsewhere.open();
    await other.open();
    await other.openFile(results);
    await expect(other.entry(TITLE)).toContainText('finished');
    await expect(other.main).toContainText('Under six seeds nothing is called significant');
    await expect(other.main.getByRole('region', { name: 'Means' }).getByRole('row')).toHaveCount(5);
  });
});
