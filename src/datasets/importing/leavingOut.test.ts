import { expect, it } from 'vitest';
import { LabError } from '../../core/errors.ts';
import { cancelled } from './progress.ts';
import type { SkippedFile } from './reading.ts';
import { leaveOut } from './leavingOut.ts';

const file = { name: 'a.zip › 1.png' };

it('tells what is wrong with a file, and ends the reading for everything else', () => {
  const skipped: SkippedFile[] = [];
  const reading = { skip: (each: SkippedFile) => void skipped.push(each) };
  const found = `${file.name}, which breaks off after 3 bytes`;
  leaveOut(file, new LabError('picture-damaged', { found, expected: 'y', fix: 'z' }), reading);
  expect(skipped).toEqual([
    { name: file.name, reason: 'which breaks off after 3 bytes', kind: 'damaged' },
  ]);
  expect(() => leaveOut(file, cancelled(), reading)).toThrow('cancelled');
  expect(() => leaveOut(file, new RangeError('no memory'), reading)).toThrow('no memory');
  expect(skipped).toHaveLength(1);
});
