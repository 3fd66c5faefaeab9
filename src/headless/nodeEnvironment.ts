/** What a result names so that others can repeat it, in Node. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EngineStatus } from '../engine/engine.ts';
import type { Environment, RunRecord } from '../training/result.ts';

const ROOT = new URL('../../', import.meta.url);

interface Package {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const readPackage = (): Package =>
  JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as Package;

export function environmentInNode({ backend, label, threads, adapter }: EngineStatus): Environment {
  const { dependencies } = readPackage();
  const computing = Object.entries(dependencies).filter(([name]) =>
    name.startsWith('@tensorflow/'),
  );
  return {
    ...{ backend, backendLabel: label, threads, adapter },
    platform: `Node ${process.version}, ${process.platform} ${arch()}`,
    libraries: Object.fromEntries(computing),
  };
}

export function labInNode(): RunRecord['app'] {
  return { version: readPackage().version, commit: commit() };
}

/** `unknown` outside a git checkout. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: fileURLToPath(ROOT),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}
