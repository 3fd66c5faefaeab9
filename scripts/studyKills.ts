/**
 * Kills a small study at 20 random moments and compares its end with a study that nobody killed.
 *
 *   npm run study-kills -- [--kills 20] [--seed 1] [--jobs 1] [--seconds 7]
 *
 * Ends with 1 where anything was lost, counted twice or came out differently.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { runWithKills, spawnStudy, substanceOf } from './studyKilling.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '7' },
  },
});

/** Long enough for all kills to fall into it. */
const study = {
  title: 'A study to be killed',
  question: 'Does it come to the same end?',
  base: { trainingImages: 100, steps: 300, batchSize: 16 },
  arms: [
    { label: 'MLP', changes: { architecture: { id: 'mlp', options: { width: 64 } } } },
    { label: 'Coordinet', changes: { architecture: { id: 'coordinet', options: { width: 16 } } } },
  ],
  factors: [
    {
      label: 'Training images',
      levels: [
        { label: '30', changes: { trainingImages: 30 } },
        { label: '100', changes: {} },
      ],
    },
  ],
  seeds: [1, 2, 3, 4],
  views: [{ label: 'shifted', viewing: { changes: [{ id: 'shift', options: { x: 2 } }] } }],
};

const folder = await mkdtemp(join(tmpdir(), 'study-kills-'));
const path = (name: string) => join(folder, name);
await writeFile(path('study.json'), JSON.stringify(study));
const words = [path('study.json'), '--out', path('whole.json'), '--threads', '1'];
const whole = await spawnStudy(words).ended;
if (whole.code !== 0) throw new Error(whole.said);
const { faults, kept } = await runWithKills({
  ...{ study: path('study.json'), out: path('killed.json'), jobs: Number(values.jobs) },
  ...{ kills: Number(values.kills), seed: Number(values.seed) },
  longestMs: 1000 * Number(values.seconds),
});
const isSame = isDeepStrictEqual(
  await substanceOf(path('whole.json')),
  await substanceOf(path('killed.json')),
);
console.log(`Runs kept after each kill: ${kept.join(', ')}`);
for (const fault of faults) console.log(fault);
console.log(isSame ? 'The results are those of a study that nobody killed.' : 'Results differ.');
await rm(folder, { recursive: true });
process.exit(isSame && faults.length === 0 ? 0 : 1);
