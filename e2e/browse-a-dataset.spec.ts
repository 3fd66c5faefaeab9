import { pictures, zip } from './ownImages.ts';
import { expect, test } from './lab.ts';

test('look through Typefaces: counts, classes, an image, its neighbours', async ({ lab }) => {
  await lab.open();
  await lab.openData();
  await lab.showDataset('Typefaces');
  await expect(lab.data).toContainText(
    '28 × 28 grey · 10 classes · 10,000 to train, 2,000 to test',
  );
  await expect(
    lab.data.getByRole('button', { name: /^All 10,000 training images 2,000 test images/ }),
  ).toBeVisible();
  const sevens = lab.data.getByRole('button', { name: /^7 1,000 training images 200 test images/ });
  await expect(sevens.locator('canvas')).toBeVisible(); // its mean image

  await sevens.click();
  await expect(lab.data.getByRole('combobox', { name: 'Class' })).toHaveValue('7');
  await expect(lab.chosenImage.getByRole('heading', { name: '7', exact: true })).toBeVisible();
  await lab.images.press('ArrowRight');
  await expect(lab.images.getByRole('option', { selected: true })).toHaveAccessibleName(/class 7$/);
  const neighbours = lab.chosenImage.getByRole('listitem');
  await expect(neighbours.first().getByRole('button')).toHaveAccessibleName(
    /^(Training|Test) image [\d,]+, class \d distance 0\.\d+$/,
  );
  const distances = (await neighbours.getByRole('button').all()).map(async (button) =>
    Number(/distance (\S+)$/.exec((await button.getAttribute('title'))!)![1]),
  );
  const far = await Promise.all(distances);
  expect(far.length).toBeGreaterThan(2);
  expect(far).toEqual([...far].sort((a, b) => a - b));

  const nearest = neighbours.first().getByRole('button');
  const [, part, number] = /^(\w+) image ([\d,]*\d)/.exec((await nearest.getAttribute('title'))!)!;
  await nearest.click();
  await expect(lab.chosenImage).toContainText(`${part} image ${number}`);

  await lab.data.getByRole('tab', { name: 'Duplicates' }).click();
  await expect(lab.data.getByText(/No two images|images are there more than once/)).toBeVisible();
});

test('walk through all images by keys, to the very last', async ({ lab }) => {
  await lab.open('page=data');
  await expect(lab.images).toBeVisible();
  await lab.images.press('End');
  await expect(lab.images.getByRole('option', { selected: true })).toHaveAccessibleName(
    /^Image 10,000 of 10,000/,
  );
  await lab.images.press('Home');
  await expect(lab.images.getByRole('option', { selected: true })).toHaveAccessibleName(
    /^Image 1 of 10,000/,
  );
});

test('find copies, a leak and a contradiction in images of one’s own', async ({ lab }) => {
  const train = pictures('train/', 0, 10);
  const test = pictures('test/', 20, 5);
  const planted = zip('planted.zip', {
    ...train,
    ...test,
    'train/across/copy.png': train['train/across/3.png']!,
    'test/down/leak.png': train['train/down/4.png']!,
    'train/slanted/wrong.png': train['train/across/7.png']!,
  });
  await lab.open();
  await lab.import(planted);
  await expect(lab.importDialog).toContainText('1 of 16 test images are in the training part');
  await lab.acceptImport('Planted');
  await lab.openData();
  await lab.showDataset('Planted');
  await lab.data.getByRole('tab', { name: 'Duplicates' }).click();
  const side = lab.data.getByRole('tabpanel', { name: 'Duplicates' });
  await expect(side).toContainText('6 images are there more than once, in 3 groups');
  await expect(side).toContainText('1 test image is in the training part, too');
  await expect(side).toContainText('1 group is of more than one class');
});

test('train on fewer, smaller images divided anew, and find them in a link', async ({
  lab,
  elsewhere,
}) => {
  const own = zip('bars.zip', { ...pictures('train/', 0, 20), ...pictures('test/', 40, 10) });
  await lab.open();
  await lab.import(own);
  await lab.acceptImport('Bars');
  await lab.openData();
  await lab.showDataset('Bars');
  await expect(lab.data).toContainText('12 × 12 grey · 3 classes · 60 to train, 30 to test');
  await lab.choose('Classes', 'Two of them');
  await lab.choose('Other class', 'slanted');
  await lab.choose('Pixel size', '8 pixels');
  await lab.choose('Split', 'Divided anew');
  await lab.set('Training share', 50);
  await expect(lab.data).toContainText('8 × 8 grey · 2 classes · 30 to train, 30 to test');
  await lab.button('Train on this').click();

  await lab.compose({ Architecture: 'MLP', Width: 16, Steps: 30, 'Batch size': 8 });
  await expect(lab.setUp).toContainText('Of 30 that there are.');
  await lab.trainToTheEnd();
  expect(await lab.accuracyNumber(lab.newest())).toBeGreaterThan(60);

  const link = await lab.sharedLink();
  expect(link).toContain('dataset.side=8px');
  await elsewhere.open(link.split('#')[1]);
  await elsewhere.import(own); // the same files are the same dataset, and the link's options stay
  await elsewhere.acceptImport('Bars');
  await expect(elsewhere.setUp).toContainText('Of 30 that there are.');
});
