/**
 * `npm start`: installs what is missing, starts the development server and opens the page.
 * Arguments go to Vite: `npm start -- --port 4000`. `--no-open` opens nothing.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installPackages, root } from './install.mjs';

/** Is there a desktop to open a page on? Without one, opening fails or starts a browser unseen. */
function hasDesktop() {
  if (process.env.CI || process.env.SSH_CONNECTION) return false;
  if (process.platform !== 'linux') return true;
  const isRoot = process.getuid?.() === 0; // browsers refuse to run as root
  return !isRoot && Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function viteArguments(given) {
  const opens = given.some((each) => each.startsWith('--open'));
  if (given.includes('--no-open')) return given.filter((each) => each !== '--no-open');
  return opens || !hasDesktop() ? given : ['--open', ...given];
}

function startVite() {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = viteArguments(process.argv.slice(2));
  const server = spawn(process.execPath, [vite, ...options], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
  server.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));
  if (!options.some((each) => each.startsWith('--open'))) {
    console.log('Open the address below in a browser; Ctrl+C stops the server.');
  }
}

installPackages();
startVite();
