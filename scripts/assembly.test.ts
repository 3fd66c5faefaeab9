import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { build, buildFolder, builds } from './assembly.ts';

it.each(Object.entries(builds))(
  'the %s module is what its source says (else: npm run assembly)',
  async (name, features) => {
    const committed = await readFile(new URL(`${name}.wasm`, buildFolder));
    expect(Buffer.compare(committed, await build(features))).toBe(0);
  },
);
