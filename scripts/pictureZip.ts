/**
 * A zip file of many pictures, to measure imports with: those of another one, again and again.
 *
 *   npx tsx scripts/pictureZip.ts ../shared/data/cifar10-sample.zip cifar-60000.zip 60000
 *
 * Parts and classes keep their shares: 60,000 of CIFAR-10's sample are as large as CIFAR-10.
 */
import { zipSync, type Zippable } from 'fflate';
import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { openFiles } from '../src/datasets/files/openFiles.ts';

const [from, to, wanted] = process.argv.slice(2);
if (!from || !to || !wanted) throw new Error('which zip file, which to write, how many pictures?');

const file = new File([await openAsBlob(from)], basename(from));
const quiet = { progress: async () => {}, skip: () => {} };
const pictures = await openFiles([{ file, path: file.name }], quiet);
const contents: Zippable = {};
for (let index = 0; index < Number(wanted); index++) {
  const picture = pictures[index % pictures.length]!;
  const round = Math.floor(index / pictures.length);
  contents[picture.path.replace(/[^/]*$/, (name) => `${round}-${name}`)] = await picture.read();
}
await writeFile(to, zipSync(contents));
console.log(`${to}: ${Object.keys(contents).length} pictures`);
