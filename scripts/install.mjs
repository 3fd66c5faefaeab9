/**
 * Installs the npm packages if they are missing or not those of package-lock.json. Uses nothing but
 * Node itself, since it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const WANTED_NODE = [20, 19];

/** Ends the program with a message for people. */
export function giveUp(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = WANTED_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  giveUp(
    `Coordinet Lab needs Node.js ${WANTED_NODE.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Install a current one from https://nodejs.org and try again.',
  );
}

/** Runs a program with its output shown; gives its exit code, or 1 when it could not be started. */
export function runProgram(command, options = {}) {
  const [program, ...rest] = command;
  // npm and npx are batch files on Windows, which only a shell starts.
  const shell = process.platform === 'win32' && ['npm', 'npx'].includes(program);
  return spawnSync(program, rest, { cwd: root, stdio: 'inherit', shell, ...options }).status ?? 1;
}

/**
 * Why packages must be installed, or undefined when all are there. Compares what npm says it has
 * installed with the lock file; times of files would call a fresh checkout out of date.
 */
function reasonToInstall() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'they are missing';
  const wanted = readPackages(join(root, 'package-lock.json')) ?? {};
  const stale = Object.entries(wanted).find(
    ([path, { version, optional }]) =>
      path !== '' && installed[path]?.version !== version && !(optional && !installed[path]),
  );
  return stale
    ? `${stale[0].replace(/^node_modules\//, '')} is not that of the lock file`
    : undefined;
}

function readPackages(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

export function installPackages() {
  checkNode();
  const reason = reasonToInstall();
  if (!reason) return;
  console.log(`Installing npm packages (npm ci): ${reason}.`);
  if (runProgram(['npm', 'ci', '--no-audit', '--no-fund']) === 0) return;
  giveUp('npm ci failed. Is there a network? Its message is above; mend that and run this again.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) installPackages();
