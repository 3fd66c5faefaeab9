import { small, type Lab } from './lab.ts';
import { addressOf, putOtherFiles, putSmallFiles, smallFiles } from './hosts/mnistLike.ts';
import { expect, test as onRealMnist, testOnSmallMnist as test } from './hosts/online.ts';

const trainImages = 'train-images-idx3-ubyte.gz';
const downloadButton = (lab: Lab) => lab.data.getByRole('button', { name: /^Download MNIST, / });
const arrived = (lab: Lab) =>
  lab.page.getByText('Downloaded MNIST: 600 training and 300 test images');

async function openMnist(lab: Lab): Promise<void> {
  await lab.open('page=data&dataset=mnist');
  await expect(lab.data.getByRole('heading', { name: 'MNIST', level: 2 })).toBeVisible();
}

test('download a dataset by one click, train on it, and find it again without network', async ({
  lab,
  hosts,
}) => {
  putSmallFiles(hosts);
  await openMnist(lab);
  await expect(lab.data).toContainText('from raw.githubusercontent.com');
  await downloadButton(lab).click();
  await expect(arrived(lab)).toBeVisible();
  await expect(lab.images).toBeVisible();
  expect(hosts.requests.map(({ url }) => url)).toEqual(Object.keys(smallFiles).map(addressOf));

  await lab.data.getByRole('tab', { name: 'Origin' }).click();
  await expect(lab.data).toContainText('4 files, git blob ids');
  await expect(lab.data).toContainText('CC BY-SA 3.0, Yann LeCun and Corinna Cortes');

  for (const name of Object.keys(smallFiles)) hosts.fail(addressOf(name), 'no-cors');
  hosts.requests.length = 0;
  await lab.open();
  await lab.choose('Dataset', 'MNIST');
  await lab.compose({ ...small.mlp, 'Training images': 600, Steps: 60 });
  await lab.trainToTheEnd();
  expect(await lab.accuracyNumber(lab.newest())).toBeGreaterThan(50);
  expect(hosts.requests).toEqual([]);
});

onRealMnist(
  'what is not MNIST is refused before anything of it is read',
  async ({ lab, hosts }) => {
    putOtherFiles(hosts);
    await openMnist(lab);
    await downloadButton(lab).click();
    const alert = lab.data.getByRole('alert');
    await expect(alert).toContainText(
      `a file from raw.githubusercontent.com that is not ${trainImages}`,
    );
    await expect(alert).toContainText('git blob b50e4b6bccdebde3d57f575c7fbeb24bec277f10');
    await lab.reload();
    await expect(downloadButton(lab)).toBeVisible();
  },
);

for (const [fault, message] of [
  ['missing', `no ${trainImages} on raw.githubusercontent.com (answer 404)`],
  ['server', 'a fault of raw.githubusercontent.com (answer 500)'],
  ['page', `a web page in place of ${trainImages}`],
  ['wrong', 'its checksum differs'],
  ['no-cors', 'no answer from raw.githubusercontent.com that could be read'],
] as const) {
  test(`a host that fails (${fault}) is named, with what to do; then it is tried again`, async ({
    lab,
    hosts,
  }) => {
    putSmallFiles(hosts);
    hosts.fail(addressOf(trainImages), fault);
    await openMnist(lab);
    await downloadButton(lab).click();
    const alert = lab.data.getByRole('alert');
    await expect(alert).toContainText(message);
    await expect(alert).toContainText('npm run datasets -- fetch mnist');
    hosts.mend();
    await lab.button('Try again').click();
    await expect(arrived(lab)).toBeVisible();
  });
}

test('a connection that breaks off goes on by itself', async ({ lab, hosts }) => {
  putSmallFiles(hosts);
  hosts.fail(addressOf(trainImages), 'cut', 1);
  await openMnist(lab);
  await downloadButton(lab).click();
  await expect(arrived(lab)).toBeVisible();
  expect(hosts.requests[1]).toMatchObject({ method: 'GET', url: addressOf(trainImages) });
  expect(hosts.requests[1]!.range).toMatch(/^bytes=[1-9]\d*-$/);
});

test('cancel in the middle; the next try goes on from there', async ({ lab, hosts }) => {
  putSmallFiles(hosts);
  hosts.fail(addressOf(trainImages), 'slow');
  await openMnist(lab);
  await downloadButton(lab).click();
  const progress = lab.data.getByRole('progressbar', { name: 'Download of MNIST' });
  await expect.poll(() => progress.getAttribute('value').then(Number)).toBeGreaterThan(0);
  await lab.button('Cancel the download of MNIST').click();
  await expect(downloadButton(lab)).toBeVisible();
  await expect(lab.data.getByRole('alert')).toHaveCount(0);
  hosts.mend();
  hosts.requests.length = 0;
  await downloadButton(lab).click();
  await expect(arrived(lab)).toBeVisible();
  expect(hosts.requests).toHaveLength(4);
  expect(hosts.requests[0]!.range).toMatch(/^bytes=[1-9]\d*-$/);
});

test('files that lie beside the lab need no other host', async ({ lab, hosts, besides }) => {
  const list = JSON.stringify({ mnist: Object.keys(smallFiles) });
  besides.set('/downloads/index.json', { type: 'application/json', body: list });
  for (const [name, body] of Object.entries(smallFiles)) {
    besides.set(`/downloads/mnist/${name}.bin`, { type: 'application/octet-stream', body });
  }
  await openMnist(lab);
  await downloadButton(lab).click();
  await expect(arrived(lab)).toBeVisible();
  expect(hosts.requests).toEqual([]);
});
