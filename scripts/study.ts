/**
 * Studies from the command line: docs/STUDIES.md.
 *
 *   npm run study -- study.json --out results.json
 *
 * Ends with 0 when all runs have ended, 1 when some of them failed, 2 when something is wrong with
 * what was asked for, 130 when it was interrupted.
 */
import { codeOf, messageOf } from '../src/core/errors.ts';
import { readArguments, USAGE, type RunCommand } from '../src/headless/studyArguments.ts';
import { createScreen } from '../src/headless/studyScreen.ts';
import { mergeFiles } from '../src/headless/studyMerge.ts';
import { readyPlan, runCommand } from '../src/headless/studySession.ts';
import { printJson } from '../src/storage/jsonText.ts';
import { readyStudies } from '../src/studies/ready/index.ts';

/** npm and the terminal both tell of one Ctrl-C. */
const SAME_PRESS_MS = 400;

async function main(): Promise<number> {
  const command = readArguments(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      console.log(USAGE);
      return 0;
    case 'list':
      for (const { id, title } of readyStudies) console.log(`${id.padEnd(24)} ${title}`);
      return 0;
    case 'print':
      process.stdout.write(printJson(readyPlan(command)));
      return 0;
    case 'merge': {
      const { runs } = await mergeFiles(command.files, command.out);
      console.error(`${command.out}: ${runs.length} runs of ${command.files.length} files.`);
      return 0;
    }
    case 'run':
      return run(command);
  }
}

async function run(command: RunCommand): Promise<number> {
  const screen = createScreen(process.stderr, () => performance.now());
  let askedAt: number | undefined;
  const ask = () => {
    const now = performance.now();
    if (askedAt !== undefined && now - askedAt > SAME_PRESS_MS) process.exit(130);
    if (askedAt === undefined) screen.say('Pausing after the step under way; again: at once.');
    askedAt ??= now;
  };
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  const end = await runCommand(command, {
    progress: (progress) => screen.progress(progress),
    ended: (each) => screen.ended(each),
    isStopAsked: () => askedAt !== undefined,
  });
  screen.close();
  const { counted } = end;
  const failed = counted.filter(({ status }) => status === 'failed').length;
  const diverged = counted.filter(({ status }) => status === 'diverged').length;
  console.error(`${command.out}: ${counted.length} runs, ${diverged} diverged, ${failed} failed.`);
  for (const verdict of end.verdicts) console.log(verdict);
  if (end.outcome === 'stopped') {
    console.error('Interrupted. The same command with --resume goes on.');
    return 130;
  }
  return failed > 0 ? 1 : 0;
}

try {
  process.exit(await main());
} catch (error) {
  const isTheirs = codeOf(error) !== undefined;
  console.error(isTheirs ? messageOf(error) : error);
  process.exit(isTheirs ? 2 : 1);
}
