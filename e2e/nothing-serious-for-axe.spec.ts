import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { Curves } from './curves.ts';
import { binary, idxImages, idxLabels } from './files.ts';
import { expect, small, test, type Lab } from './lab.ts';
import { Robustness } from './robustness.ts';
import { Studies } from './studies.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Evaluated by the browser's debugger: the page's own policy lets no foreign script in. */
const axeSource = readFileSync(axePath, 'utf8');

async function expectNothingSerious({ page }: Lab, moment: string): Promise<void> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    // Half way between two themes the colours are neither's.
    const isChanging = () =>
      document
        .getAnimations()
        .some(
          (each) =>
            each instanceof CSSTransition &&
            each.playState === 'running' &&
            each.transitionProperty.includes('color'),
        );
    while (isChanging()) await new Promise(requestAnimationFrame);
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
      );
  });
  expect(found, moment).toEqual([]);
}

async function expectNothingSeriousInBoth(lab: Lab, moment: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await lab.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectNothingSerious(lab, `${moment}, ${colorScheme}`);
  }
}

test('wide: empty, training, finished, helped', async ({ lab }) => {
  await lab.open();
  await expectNothingSeriousInBoth(lab, 'the empty page');

  await lab.compose({ ...small.coordinet, Steps: 50_000 });
  await lab.train();
  await lab.waitForFirstPoint();
  await expectNothingSeriousInBoth(lab, 'while training');
  await expect(lab.mainButton).toHaveText('Pause');
  await lab.pause();

  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  await lab.button('Help').click();
  await expect(lab.page.getByRole('dialog')).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'with the help open');
  await lab.page.keyboard.press('Escape');
  await lab.bend('Rotation', 30);
  await lab.curveData();
  await expectNothingSeriousInBoth(lab, 'with a finished run');
});

test('wide: every side of a trained model', async ({ lab }) => {
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  for (const side of ['Evidence', 'Confusion', 'Inside', 'First layer', 'Warp']) {
    await lab.lookAt(side);
    await expect(lab.look).not.toContainText(/Computing|Asking/);
    await expectNothingSeriousInBoth(lab, `looking at ${side}`);
  }
  await lab.look.getByRole('button', { name: 'Draw', exact: true }).click();
  await expectNothingSeriousInBoth(lab, 'with a drawing');
});

test('wide: classes, two charts, commands, tour', async ({ lab }) => {
  const { page } = lab;
  const curves = new Curves(page);
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  await curves.show('Error');
  await curves.smooth(0.5);
  await page.getByRole('button', { name: 'Two charts' }).click();
  await curves.cursor('Error, %').focus();
  await expectNothingSeriousInBoth(lab, 'with two charts and the cursor');
  await curves.show('By class');
  await expectNothingSeriousInBoth(lab, 'with curves by class');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused();
  await page.keyboard.type('encoding');
  await expectNothingSeriousInBoth(lab, 'with the commands open');
  await page.keyboard.press('Escape');
  await lab.button('Help').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take the tour' }).click();
  await expect(page.getByRole('dialog', { name: 'Choose a dataset' })).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'on the tour');
});

test('wide: the Data page', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  const neighbour = page.getByRole('button', { name: / distance / }).first();
  await expect(neighbour).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'the Data page');
  await page.getByRole('listbox').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Data of Classes of Typefaces' }).click();
  await expectNothingSeriousInBoth(lab, 'the Data page with a table');
  for (const side of ['Duplicates', 'Origin']) {
    await page.getByRole('tab', { name: side }).click();
    await expectNothingSeriousInBoth(lab, `the Data page, ${side}`);
  }
  await page.getByRole('navigation', { name: 'Datasets' }).getByText('MNIST').first().click();
  await expect(page.getByRole('button', { name: 'Download 12 MB' })).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'a dataset that can be downloaded');
});

/** What each tab of the Robustness page shows is measured first, where that takes a moment only. */
async function expectNothingSeriousInFigures(lab: Lab, bench: Robustness): Promise<void> {
  await bench.openTab('Curves');
  await bench.choose('Strength of', 'Noise');
  await bench.measure();
  for (const tab of ['Curves', 'First to flip', 'Breaking point', 'Corruptions', 'Find']) {
    await bench.openTab(tab);
    await expectNothingSeriousInBoth(lab, `the Robustness page, ${tab}`);
  }
}

test('wide: the Robustness page', async ({ lab }) => {
  const bench = new Robustness(lab);
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  await bench.open();
  await bench.add('Rotation');
  await bench.choose('Sensor', 'Fish-eye');
  await bench.tell('told');
  await expect(bench.main.getByRole('radio', { name: 'straightened' })).toBeChecked();
  await expectNothingSeriousInFigures(lab, bench);

  await bench.choose('Sensor', 'Brown–Conrady');
  await bench.move('k₁', -1);
  await expect(bench.main.getByRole('alert')).toContainText('nearer to 0');
  await expectNothingSeriousInBoth(lab, 'a lens that sees nothing');
});

test('wide: the Studies page', async ({ lab }) => {
  const studies = new Studies(lab.page);
  await lab.open();
  await studies.open();
  await expectNothingSeriousInBoth(lab, 'the Studies page, empty');
  await studies.button('New study').click();
  await studies.fill('Title', 'Two small models');
  await studies.choose('Dataset', 'Where');
  await studies.set('Steps', 10);
  await studies.addModel('Linear');
  await studies.addModel('MLP');
  await studies.button('Vary Training images').click();
  await studies.fill('Levels of Training images', '30');
  await studies.fill('How many, or which', '2');
  await studies.button('Edit MLP').click();
  await studies.main.getByRole('checkbox', { name: /^Tuned alike/ }).check();
  await expectNothingSeriousInBoth(lab, 'the Studies page, a plan');
  await studies.main.getByRole('checkbox', { name: /^Tuned alike/ }).uncheck();
  await studies.foot.getByRole('button', { name: 'Start' }).click();
  await expect.poll(() => studies.endedRuns(), { timeout: 60_000 }).toBe(4);
  for (const tab of ['Plan', 'Queue', 'Results'] as const) {
    await studies.openTab(tab);
    await expectNothingSeriousInBoth(lab, `the Studies page, ${tab}`);
  }
  for (const figure of ['Learning', 'Cost', 'Classes']) {
    await studies.main.getByRole('tab', { name: figure }).click();
    await expectNothingSeriousInBoth(lab, `the Studies page, ${figure}`);
  }
});

test('wide: what lies over the page while images come in', async ({ lab }) => {
  const { page } = lab;
  const command = async (words: string) => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  };
  await lab.open();
  await lab.import(
    binary('blobs-images-idx3-ubyte', idxImages(30)),
    binary('blobs-labels-idx1-ubyte', idxLabels(30)),
  );
  await expect(lab.importFact('Format')).toContainText('IDX');
  await expectNothingSeriousInBoth(lab, 'with a preview');
  await lab.importDialog.getByRole('button', { name: 'Discard' }).click();

  await lab.import(binary('empty.idx', Buffer.alloc(0)));
  await expect(lab.importDialog.getByRole('alert')).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'with an import that failed');
  await lab.importDialog.getByRole('button', { name: 'Close' }).click();

  await command('hugging');
  await expect(page.getByRole('dialog', { name: 'From the Hugging Face Hub' })).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'asking the Hub');
  await page.keyboard.press('Escape');

  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('', 'NotAllowedError');
    };
  });
  await command('webcam');
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'at the webcam');
  await page.keyboard.press('Escape');

  await lab.choose('Dataset', 'CIFAR-10');
  await expect(lab.setUp.getByRole('button', { name: /^Download / })).toBeVisible();
  await expectNothingSeriousInBoth(lab, 'with a dataset that is not here');
});

test.describe('narrow', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('narrow: empty, training, finished, helped', async ({ lab }) => {
    const { page } = lab;
    const show = (tab: string) => page.getByRole('tab', { name: tab }).click();
    await lab.open();
    for (const tab of ['Training', 'Runs', 'Set-up']) {
      await show(tab);
      await expectNothingSeriousInBoth(lab, `the empty page, ${tab}`);
    }
    await lab.compose({ ...small.mlp, Steps: 100_000 });
    await show('Training');
    await lab.train();
    await lab.waitForFirstPoint();
    await expectNothingSeriousInBoth(lab, 'while training');
    await expect(lab.mainButton).toHaveText('Pause');
    await lab.button('Pause').click();
    await show('Set-up');
    await lab.set('Steps', 20);
    await lab.train();
    await show('Runs');
    await lab.waitUntilFinished();
    await expectNothingSeriousInBoth(lab, 'with a finished run, Runs');
    await show('Training');
    await expectNothingSeriousInBoth(lab, 'with a finished run, Training');
    await lab.button('Help').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNothingSeriousInBoth(lab, 'with the help open');
  });

  test('narrow: the Data page', async ({ lab }) => {
    const { page } = lab;
    await lab.open();
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await expect(page.getByRole('button', { name: / distance / }).first()).toBeVisible();
    for (const tab of ['Images', 'Facts', 'Datasets']) {
      await page.getByRole('tab', { name: tab }).click();
      await expectNothingSeriousInBoth(lab, `the Data page, ${tab}`);
    }
  });
});
