import { describe, expect, it } from 'vitest';
import { runMutations } from './mutations.ts';
import { faultOf, importFiles, mutationOf } from './mutations/mutate.ts';
import { samples } from './mutations/samples.ts';

describe('mutations', () => {
  it.each(samples)('begin with a valid dataset: $name', async ({ files }) => {
    expect(faultOf(await importFiles(files))).toBeUndefined();
  });

  it('are the same for the same seed, and change one file of a sample', () => {
    for (let index = 0; index < 50; index++) {
      const { sample, files } = mutationOf(3, index);
      expect(mutationOf(3, index).files).toEqual(files);
      const changed = Object.keys(files).filter((path) => files[path] !== sample.files[path]);
      expect(changed.length).toBe(1);
    }
  });

  it('are answered by errors for people, or by datasets', async () => {
    const indices = Array.from({ length: 2000 }, (_, index) => index);
    const { faults, answers } = await runMutations(7, indices);
    expect(faults).toEqual([]);
    expect(answers.size).toBe(samples.length);
    const codes = new Set([...answers.values()].flatMap((counts) => [...counts.keys()]));
    expect(codes.size).toBeGreaterThan(15);
  });
});
