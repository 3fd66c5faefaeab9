/** A Python on this machine that has PyTorch. */
import { spawnSync } from 'node:child_process';

/** As named by a person, on the path, of the system (where Debian's packages put PyTorch). */
const candidates = () => [process.env.PYTHON ?? '', 'python3', '/usr/bin/python3'].filter(Boolean);

let found: string | null | undefined;

export function findPython(): string | null {
  found ??= candidates().find(hasTorch) ?? null;
  return found;
}

function hasTorch(python: string): boolean {
  const { status } = spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
  return status === 0;
}
