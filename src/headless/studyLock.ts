/**
 * One process runs a study at a time. The lock names its process and is renewed while that lives, so
 * that one which was killed holds nothing up: neither its number, given to another process since, nor
 * the file that it left.
 */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';

const RENEW_EVERY_MS = 2000;
const STALE_AFTER_MS = 10_000;

export interface Lock {
  release(): Promise<void>;
}

export async function takeLock(path: string): Promise<Lock> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' }); // of two at once one comes first
  } catch {
    await expectFree(path);
    await writeFile(path, String(process.pid)); // whoever left it is gone
  }
  const timer = setInterval(() => void renew(path), RENEW_EVERY_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await rm(path, { force: true });
    },
  };
}

const renew = (path: string) => utimes(path, new Date(), new Date()).catch(() => {});

/** Throws a LabError while another process has the lock. */
export async function expectFree(path: string): Promise<void> {
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!holder || holder === process.pid || !isAlive(holder)) return;
  const { mtimeMs } = await stat(path);
  if (Date.now() - mtimeMs > STALE_AFTER_MS) return;
  throw new LabError('study-running', {
    found: `process ${holder}, which runs this study`,
    expected: 'one process at a time',
    fix: 'wait for it, end it with Ctrl-C, or choose another --out',
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
