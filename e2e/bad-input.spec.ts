import { binary, idxImages, idxLabels, json, packed } from './files.ts';
import { expect, small, test, type GivenFile, type Lab } from './lab.ts';

/** All that a person has in the lab: no message may change it. */
async function possessions(lab: Lab) {
  return {
    settings: await lab.settings(),
    runs: await lab.rows().allInnerTexts(),
    datasets: await lab.picker('Dataset').getByRole('option').allInnerTexts(),
  };
}

/** A message that says what was found, what was expected and what to do. */
async function expectMessage(lab: Lab, found: RegExp): Promise<void> {
  await expect(lab.alert()).toHaveCount(1);
  const lines = lab.alert().getByRole('paragraph');
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(0)).toHaveText(found);
  await expect(lines.nth(0)).toHaveText(/^Found /);
  await expect(lines.nth(1)).toHaveText(/^Expected /);
  await expect(lines.nth(2)).toHaveText(/^To do: /);
}

const images = binary('blobs-images-idx3-ubyte', idxImages(30));
const labels = binary('blobs-labels-idx1-ubyte', idxLabels(30));
const half = ({ buffer }: GivenFile) => buffer.subarray(0, Math.floor(buffer.length / 2));
const brokenOff = packed(images.buffer);

const bad: readonly { what: string; files: readonly GivenFile[]; found: RegExp }[] = [
  {
    what: 'a packed file that breaks off',
    files: [binary('blobs-images.gz', half({ ...images, buffer: brokenOff })), labels],
    found: /blobs-images\.gz, which breaks off after \d+ bytes/,
  },
  {
    what: 'an unpacked file that breaks off',
    files: [binary(images.name, half(images)), labels],
    found: /blobs-images-idx3-ubyte/,
  },
  {
    what: 'labels that do not match',
    files: [images, binary('other-labels-idx1-ubyte', idxLabels(29))],
    found: /30.*29|29.*30/,
  },
  { what: 'images without labels', files: [images], found: /labels for none of them/ },
  {
    what: 'no example at all',
    files: [binary(images.name, idxImages(0)), binary(labels.name, idxLabels(0))],
    found: /blobs-.*0/,
  },
  {
    what: 'a foreign file',
    files: [binary('holiday.mov', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]))],
    found: /holiday\.mov \(begins with .*ff.*\)/i,
  },
  {
    what: 'a file of nothing',
    files: [binary('empty.idx', Buffer.alloc(0))],
    found: /holds nothing/,
  },
  { what: 'text that is no JSON', files: [json('notes.json', '{ "runs": [')], found: /./ },
  {
    what: 'JSON of somebody else',
    files: [json('package.json', { name: 'left-pad', version: '1.3.0' })],
    found: /schemaVersion missing/,
  },
  {
    what: 'results of a newer lab',
    files: [json('results.json', { schemaVersion: 99, app: {}, runs: [] })],
    found: /schemaVersion 99/,
  },
];

test('a bad file gets a message, and nothing changes', async ({ lab }) => {
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  const good = await lab.exportResults();
  const before = await possessions(lab);

  const [run] = good.runs;
  const typo = {
    ...good,
    runs: [run, { ...run, id: 'other', history: { ...run!.history, testLoss: ['low'] } }],
  };
  const bend = {
    what: 'results with a wrong field',
    files: [json('results.json', typo)],
    found: /runs\[1\]\.history\.testLoss/,
  };
  for (const { what, files, found } of [...bad, bend]) {
    await test.step(what, async () => {
      await lab.import(...files);
      await expectMessage(lab, found);
      await lab.dismissAll();
      await expect.poll(() => possessions(lab)).toEqual(before);
    });
  }
  await lab.reload();
  await expect.poll(() => possessions(lab)).toEqual(before);

  await lab.import(images, labels); // the good ones, for comparison
  await lab.acceptImport();
  await expect(lab.picker('Dataset').getByRole('option', { selected: true })).toHaveText(
    'blobs-images',
  );
});

test('a broken link gets a message, and the settings stay', async ({ lab }) => {
  await lab.open();
  await lab.compose({ Architecture: 'CNN', Steps: 77 });
  await expect(lab.page).toHaveURL(/steps=77/); // written a moment after the last key
  const before = await possessions(lab);
  for (const [link, found] of [
    ['architecture=transformer', /transformer/],
    ['steps=-5', /steps = “-5”/],
    ['colour=red', /colour/],
  ] as const) {
    await lab.page.evaluate((hash) => (window.location.hash = hash), link);
    await expectMessage(lab, found);
    await expect.poll(() => possessions(lab)).toEqual(before);
    await lab.dismissAll();
  }
});

test('a learning rate that diverges is named, with the step and what to try', async ({ lab }) => {
  await lab.open();
  await lab.compose({ ...small.mlp, Optimiser: 'SGD with momentum', 'Learning rate': 1000 });
  await lab.train();
  await lab.waitUntil('diverged');
  const reason = lab.page.getByText(/ran away at step \d+/);
  await expect(reason.first()).toBeVisible();
  await expect(reason.first()).toContainText('learning rate of 1000');
  await expect(reason.first()).toContainText('try a tenth of it');
  await expect(lab.mainButton).toHaveText('Train');

  const { runs } = await lab.exportResults();
  expect(runs[0]!.status).toBe('diverged');
  await lab.set('Learning rate', 0.01);
  await lab.trainToTheEnd();
  await expect(lab.rows()).toHaveCount(2);
});

test('settings that cannot be trained are named before anything is trained', async ({ lab }) => {
  await lab.open();
  await lab.set('Training images', 20_000);
  await lab.train();
  await expect(lab.alert()).toContainText('10,000 training images');
  await expect(lab.rows()).toHaveCount(0);
});
