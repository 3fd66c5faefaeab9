/**
 * `npm test`: everything that must hold, from a fresh checkout on. Each step has a name; the first
 * that fails ends it. The last line is the sum over all tests: `123 passed, 0 failed`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './browser.mjs';
import { installPackages, runProgram } from './install.mjs';

const reports = mkdtempSync(join(tmpdir(), 'coordinet-lab-'));
const unitReport = join(reports, 'unit.json');
const pageReport = join(reports, 'page.json');

const unitTests = [
  ...['npx', 'vitest', 'run', '--reporter=default', '--reporter=json'],
  `--outputFile.json=${unitReport}`,
];
/** The build was a step of its own. */
const pageEnvironment = {
  ...process.env,
  LAB_IS_BUILT: '1',
  PLAYWRIGHT_JSON_OUTPUT_NAME: pageReport,
};

const steps = [
  { name: 'Format', command: ['npx', 'prettier', '--check', '.'] },
  { name: 'Lint', command: ['npx', 'eslint', '.'] },
  { name: 'Types', command: ['npx', 'tsc', '--noEmit'] },
  { name: 'Unit tests', command: unitTests, report: unitReport, countsOf: vitestCounts },
  { name: 'Build', command: ['npx', 'vite', 'build'] },
  { name: 'First-load size', command: [process.execPath, 'scripts/size.mjs'] },
  {
    name: 'Browser tests',
    command: ['npx', 'playwright', 'test', '--reporter=list,json'],
    options: { env: pageEnvironment },
    report: pageReport,
    countsOf: playwrightCounts,
  },
];

function vitestCounts({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  const skipped = numPendingTests + numTodoTests;
  return { passed: numPassedTests, failed: numFailedTests, skipped };
}

function playwrightCounts({ stats: { expected, unexpected, flaky, skipped } }) {
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** No report means that the step ended before its tests did. */
function readCounts({ report, countsOf }) {
  if (!report || !existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  return countsOf(JSON.parse(readFileSync(report, 'utf8')));
}

/** Runs one step and adds its tests to `total`; false when it failed. */
function runStep(step, total) {
  console.log(`\n── ${step.name}`);
  const begin = performance.now();
  const code = runProgram(step.command, step.options);
  const counts = readCounts(step);
  for (const key of Object.keys(total)) total[key] += counts[key];
  // A step that fails without naming a test (a type error, a crash) is one failure.
  if (code !== 0 && counts.failed === 0) total.failed++;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`── ${step.name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  return code === 0;
}

installPackages();
await ensureChromium();
const total = { passed: 0, failed: 0, skipped: 0 };
const passed = steps.every((step) => runStep(step, total));
rmSync(reports, { recursive: true, force: true });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = passed ? 0 : 1;
