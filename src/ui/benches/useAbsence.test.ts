import { describe, expect, it } from 'vitest';
import { datasets } from '../../datasets/index.ts';
import { absenceOf } from './useAbsence.ts';

const downloads = datasets.filter(({ download }) => download);

describe('what is said of images that are not here', () => {
  it.each(downloads.map(({ id, label }) => [id, label]))('%s: a download', (id, label) => {
    const { says, helps } = absenceOf(id);
    expect(says).toBe(`${label} has not been downloaded.`);
    expect(helps).toContain('over the network');
  });

  it('images of one’s own: an import', () => {
    const { says, helps } = absenceOf('own/0123456789abcdef');
    expect(says).toContain('imported elsewhere, or deleted');
    expect(says + helps).not.toContain('0123'); // an id says nothing to a person
    expect(helps).toContain('Import the same files again');
  });
});
