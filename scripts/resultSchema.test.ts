import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { schemaFile, schemaText } from './resultSchema.ts';

it('the published schema of results files is up to date (else: npm run schema)', async () => {
  expect(await readFile(schemaFile, 'utf8')).toBe(await schemaText());
});
