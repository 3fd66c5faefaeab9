import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

const systems = [
  'datasets',
  'transforms',
  'encodings',
  'architectures',
  'tasks',
  'probes',
  'sensors',
];

/** What each folder of src/ may import, besides itself. Lowest first; the design of the house. */
const mayImport = {
  core: [],
  ...Object.fromEntries(systems.map((folder) => [folder, ['core']])),
  training: ['core', ...systems],
  studies: ['core', ...systems, 'training'],
  engine: ['core', ...systems, 'training', 'studies'],
  library: ['core', 'datasets'],
  storage: ['core', ...systems, 'training', 'studies'],
  store: ['core', ...systems, 'training', 'studies', 'engine', 'library', 'storage'],
  headless: ['core', ...systems, 'training', 'studies', 'engine', 'library', 'storage'],
  ui: ['core', ...systems, 'store'],
};

/** A task must know what a dataset is: contracts of other kinds may be imported as types. */
const contracts = systems.map((folder) => `./src/${folder}/${singular(folder)}.ts`);

function singular(folder) {
  return folder === 'probes' ? 'probe' : folder.replace(/s$/, '');
}

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...allowed, ...(systems.includes(folder) ? contracts : [])].map((path) =>
    path.startsWith('./src/') ? path.replace('./src/', './') : `./${path}`,
  ),
  message: `${folder}/ may import only ${['itself', ...allowed].join(', ')}`,
}));

const tensorFlow = { group: ['@tensorflow/*'], message: 'only engine/ runs TensorFlow.js' };
const plotly = { group: ['plotly*'], message: 'plotly is imported in ui/charts/ alone' };
const ban = (files, ...patterns) => ({
  files,
  ignores: ['src/**/*.test.{ts,tsx}'],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'playwright-report', 'test-results'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'draw from a named stream of core/random.ts',
        },
      ],
      'max-depth': ['error', 4],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/**/*.test.{ts,tsx}'],
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': 'error',
    },
  },
  ban(['src/**/*.{ts,tsx}'], tensorFlow, plotly),
  ban(['src/engine/**/*.ts'], plotly),
  ban(['src/ui/charts/**/*.{ts,tsx}'], tensorFlow),
);
