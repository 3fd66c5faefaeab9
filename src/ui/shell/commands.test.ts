import { expect, it } from 'vitest';
import { architectures } from '../../architectures/index.ts';
import { datasets } from '../../datasets/index.ts';
import { encodings } from '../../encodings/index.ts';
import { comparisons } from '../../store/comparisons.ts';
import { createLabState, getLab } from '../../store/lab.ts';
import { optimisers, schedules, stoppingRules } from '../../store/lists.ts';
import { lookTabs } from '../../store/subject.ts';
import { fixedCommands } from './commands.ts';
import { commandsOf } from './commandsOf.ts';
import { searchCommands } from './search.ts';

const empty = createLabState();
const commands = commandsOf(empty);
const ids = commands.map(({ id }) => id);
const first = (query: string, recent?: readonly string[]) =>
  searchCommands(commands, query, recent)[0]?.label;

it('has an entry for every system, comparison and tab, each once', () => {
  const all = { dataset: datasets, architecture: architectures, encoding: encodings };
  const training = { optimiser: optimisers, schedule: schedules, stopping: stoppingRules };
  for (const [kind, list] of Object.entries({ ...all, ...training, comparison: comparisons })) {
    for (const { id } of list) expect(ids, kind).toContain(`${kind}/${id}`);
  }
  for (const tab of lookTabs) expect(ids).toContain(`look/${tab}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(fixedCommands.map(({ id }) => id)).size).toBe(fixedCommands.length);
});

it('offers what is possible now', () => {
  expect(ids).not.toContain('export'); // without runs
  expect(ids).not.toContain('queue'); // while nothing trains
  const active = { runId: 'a', untilStep: 10, pausing: false };
  const busy = commandsOf({ ...empty, active }).map(({ id }) => id);
  expect(busy).toContain('queue');
  expect(busy).toContain('main');
  expect(commandsOf({ ...empty, starting: true }).map(({ id }) => id)).not.toContain('main');
  const grid = { ...empty, draft: { ...empty.draft, encoding: null } };
  expect(commandsOf(grid).some(({ id }) => id.startsWith('encoding/'))).toBe(false);
});

it('does what it says', () => {
  void commands.find(({ id }) => id === 'architecture/mlp')!.act();
  expect(getLab().draft.architecture.id).toBe('mlp');
});

it('finds commands by words in any order, by their starts first', () => {
  expect(first('train')).toBe('Train, pause, resume');
  expect(first('fourier gauss')).toBe('Encoding: Gaussian Fourier');
  expect(first('dark')).toBe('Theme: dark');
  expect(first('url')).toBe('Share by link');
  expect(searchCommands(commands, 'no such thing')).toEqual([]);
});

it('forgives letters that were left out', () => {
  expect(searchCommands(commands, 'gsfr').map(({ id }) => id)).toContain(
    'encoding/gaussian-fourier',
  );
  expect(first('tpfcs')).toBe('Dataset: Typefaces');
});

it('puts recent commands first, and keeps the order of the list otherwise', () => {
  const found = searchCommands(commands, '', ['theme/dark', 'gone', 'help']);
  expect(found.slice(0, 3).map(({ id }) => id)).toEqual(['theme/dark', 'help', ids[0]]);
  expect(found).toHaveLength(commands.length);
  expect(first('theme', ['theme/dark'])).toBe('Theme: dark');
  expect(first('theme')).toBe('Theme: as the system');
});
