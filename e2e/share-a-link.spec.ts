import { expect, test } from './lab.ts';

test('a set-up travels as a link', async ({ lab, elsewhere }) => {
  await lab.open();
  expect(new URL(await lab.sharedLink()).hash).toBe('');
  await lab.compose({ Architecture: 'CNN', Filters: 8, 'Training images': 700, Seed: 9 });
  const link = await lab.sharedLink();
  expect(link).toMatch(/#architecture=cnn&architecture\.filters=8&training-images=700&seed=9$/);

  await elsewhere.page.goto(link);
  await elsewhere.waitUntilReady();
  await expect.poll(() => elsewhere.settings()).toEqual(await lab.settings());
  await expect(elsewhere.rows()).toHaveCount(0); // nothing runs by itself
  await expect(elsewhere.alert()).toHaveCount(0);
  await elsewhere.button('Share').click();
  const dialog = elsewhere.page.getByRole('dialog');
  await expect(dialog).toContainText('training images, architecture');
  await expect(dialog).toContainText('Nothing is trained by opening it.');
});

/** Each with what the page says of it, and a setting that it must not have changed or must have. */
const broken: readonly [link: string, told: RegExp, steps: string][] = [
  [
    'architecture=perceiver-io&steps=300',
    /architecture “perceiver-io”.*the rest of the link was taken/,
    '300',
  ],
  ['steps=1e99&architecture.width=-4', /architecture\.width = “-4”, steps = “1e99”/, '1000'],
  ['__proto__=1&constructor=2&dataset.__proto__=3&steps=7', /“__proto__”/, '7'],
  [`dataset=own/${'x'.repeat(3000)}&steps=8`, /dataset “own\/x{36}…”/, '8'],
  ['steps=9&distillation=true&precision=bf16', /may come from a newer one/, '9'],
  ['comparison=of-another-lab', /the comparison “of-another-lab”/, '1000'],
  ['%E0%A4%A&&&===&steps=10', /the rest of the link was taken/, '10'],
];

for (const [link, told, steps] of broken) {
  test(`a link that asks for too much: ${link.slice(0, 40)}`, async ({ lab }) => {
    await lab.open(link);
    await expect(lab.alert()).toHaveCount(1);
    await expect(lab.alert()).toContainText(told);
    expect((await lab.alert().innerText()).length).toBeLessThan(500);
    await expect(lab.field('Steps')).toHaveValue(steps);
    await expect(lab.rows()).toHaveCount(0);
    await expect(lab.mainButton).toBeEnabled();
  });
}

test('a comparison travels as a link', async ({ lab, elsewhere }) => {
  await lab.open();
  await lab.openComparison('Where or what?');
  const link = await lab.sharedLink();
  expect(link).toMatch(/#comparison=where-or-what$/);
  await elsewhere.page.goto(link);
  await elsewhere.waitUntilReady();
  await expect(elsewhere.comparison.getByRole('heading', { name: 'Where or what?' })).toBeVisible();
  await expect(elsewhere.button('Train')).toBeEnabled();
  await expect(elsewhere.rows()).toHaveCount(0);
});
