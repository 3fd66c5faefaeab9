/**
 * Kills a small study at 20 random moments and compares its end with a study that nobody killed.
 *
 *   npm run study-kills -- [--kills 20] [--seed 1] [--jobs 2] [--seconds 5]
 *   npm run study-kills -- --browser [--kills 20] [--seed 1] [--seconds 5]
 *
 * The second one trains on the page and kills Chromium; nobody kills the command line, which it is
 * compared with. Ends with 1 where anything was lost, counted twice or came out differently.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { ResultFile } from '../src/storage/resultSchema.ts';
import { killedStudy } from './killedStudy.ts';
import { compareStudies } from './studyAgreement.ts';
import { runWithKills, spawnStudy, substanceOf } from './studyKilling.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'boolean', default: false },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '5' },
  },
});
const order = {
  ...{ kills: Number(values.kills), seed: Number(values.seed) },
  longestMs: 1000 * Number(values.seconds),
};

/** @returns what was wrong, in words */
async function killCommandLine(folder: string, whole: string): Promise<readonly string[]> {
  const out = join(folder, 'killed.json');
  const study = join(folder, 'study.json');
  const { faults, kept } = await runWithKills({ ...order, study, out, jobs: Number(values.jobs) });
  console.log(`Runs kept after each kill: ${kept.join(', ')}`);
  const isSame = isDeepStrictEqual(await substanceOf(whole), await substanceOf(out));
  return isSame ? faults : [...faults, 'Results differ.'];
}

/** @returns what was wrong, in words */
async function killBrowser(whole: string): Promise<readonly string[]> {
  const { runWithBrowserKills } = await import('./studyKillingInBrowser.ts');
  const say = (line: string) => console.error(line);
  const report = await runWithBrowserKills({ ...order, plan: killedStudy, say });
  console.log(`Runs kept at each kill: ${report.kept.join(', ')}`);
  console.log(`The page was asked to go on ${report.resumed} times.`);
  const uninterrupted = JSON.parse(await readFile(whole, 'utf8')) as ResultFile;
  const { faults, runs, bitEqual, worstLoss } = compareStudies(report.results, uninterrupted);
  console.log(
    `${bitEqual} of ${runs} runs have weights equal in every bit; losses differ by ${worstLoss} at most.`,
  );
  return [...report.faults, ...faults];
}

const folder = await mkdtemp(join(tmpdir(), 'study-kills-'));
const [file, whole] = [join(folder, 'study.json'), join(folder, 'whole.json')];
await writeFile(file, JSON.stringify(killedStudy));
const { code, said } = await spawnStudy([file, '--out', whole, '--jobs', '2', '--threads', '1'])
  .ended;
if (code !== 0) throw new Error(said);
const faults = await (values.browser ? killBrowser(whole) : killCommandLine(folder, whole));
if (faults.length > 0) {
  for (const fault of faults) console.log(fault);
  console.log(`Its files stay in ${folder}.`);
  process.exit(1);
}
console.log('The results are those of a study that nobody killed.');
await rm(folder, { recursive: true });
process.exit(0);
