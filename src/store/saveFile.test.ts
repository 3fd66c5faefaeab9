import { expect, it } from 'vitest';
import { fileNameOf } from './saveFile.ts';

it.each([
  ['Accuracy, %', 'accuracy'],
  ['a/b', 'a-b'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\run\u0000', 'c-run'],
  ['CON', 'con-file'],
  ['lpt1', 'lpt1-file'],
  ['Console', 'console'],
  ['=1+1', '1-1'],
  ['.hidden', 'hidden'],
  ['日本', 'chart'],
  ['', 'chart'],
])('the title %j gives a name that every system takes: %s', (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});
