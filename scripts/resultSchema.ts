/** Writes docs/result-schema.json from the schema in src/storage/: `npm run schema`. */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { jsonSchema } from '../src/storage/resultSchema.ts';

export const schemaFile = new URL('../docs/result-schema.json', import.meta.url);

/** As the repository formats JSON. */
export function schemaText(): Promise<string> {
  return format(JSON.stringify(jsonSchema()), { parser: 'json', printWidth: 100 });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(schemaFile, await schemaText());
}
