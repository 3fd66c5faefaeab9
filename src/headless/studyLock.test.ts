/** Locks between real processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { expectFree, takeLock } from './studyLock.ts';

let folder: string;
let path: string;
let holder: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'lock');
});
afterEach(async () => {
  holder?.kill('SIGKILL');
  holder = undefined;
  await rm(folder, { recursive: true });
});

const MODULE = fileURLToPath(new URL('./studyLock.ts', import.meta.url));
const HOLD = `
  const { takeLock } = await import(process.argv[1]);
  await takeLock(process.argv[2]);
  console.log('held');
  setInterval(() => {}, 1000);
`;

/** Another process that has the lock. */
async function holdElsewhere(): Promise<ChildProcess> {
  const words = ['--import', 'tsx', '--input-type=module', '--eval', HOLD, MODULE, path];
  holder = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout!, 'data');
  return holder;
}

const codeOfTaking = () => takeLock(path).then(() => 'taken', codeOf);

it('is refused while another process has it, and left as it is', async () => {
  const { pid } = await holdElsewhere();
  expect(await codeOfTaking()).toBe('study-running');
  expect(await expectFree(path).then(() => 'free', codeOf)).toBe('study-running');
  expect(await readFile(path, 'utf8')).toBe(String(pid));
});

it('is taken over from a process that was killed', async () => {
  const other = await holdElsewhere();
  other.kill('SIGKILL');
  await once(other, 'exit');
  const lock = await takeLock(path);
  expect(await readFile(path, 'utf8')).toBe(String(process.pid));
  await lock.release();
});

it('is taken over where its number is another process’s since, which renews nothing', async () => {
  await writeFile(path, String(process.ppid)); // alive, and no study
  expect(await codeOfTaking()).toBe('study-running');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(path, longAgo, longAgo);
  expect(await codeOfTaking()).toBe('taken');
});

it('is free once released', async () => {
  const lock = await takeLock(path);
  await lock.release();
  expect(await readFile(path, 'utf8').catch(() => 'none')).toBe('none');
  await holdElsewhere();
  expect(await codeOfTaking()).toBe('study-running');
});

it('is free where a kill left it empty', async () => {
  await writeFile(path, '');
  expect(await codeOfTaking()).toBe('taken');
});
