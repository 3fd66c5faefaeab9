import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanNotes, cleanTags, MAX_NOTES, MAX_TAG, MAX_TAGS } from './annotations.ts';

describe('notes', () => {
  it('keep their lines and indents, and lose what cannot be shown', () => {
    expect(cleanNotes('\n\nfirst\u0007 line \r\n  - \u202Eitem\r\rlast\n ')).toBe(
      'first line\n  - item\n\nlast',
    );
  });

  it('are cut at their limit, never through the middle of a character', () => {
    expect([...cleanNotes('🦦'.repeat(MAX_NOTES + 5))]).toHaveLength(MAX_NOTES);
  });

  it('are the same when cleaned twice', () => {
    const text = fc.array(fc.constantFrom(' ', '\n', '\r', '\t', 'a', '\u200B', '\uD83D', '🦦'));
    fc.assert(
      fc.property(text, (parts) => {
        const once = cleanNotes(parts.join(''));
        expect(cleanNotes(once)).toBe(once);
      }),
    );
  });
});

describe('tags', () => {
  it('are short words, each once, in the order given', () => {
    expect(cleanTags([' wide\n net ', '', 'b', '\u200B', 'wide net', 'B'])).toEqual([
      'wide net',
      'b',
      'B',
    ]);
    expect(cleanTags(['x'.repeat(500)])).toEqual(['x'.repeat(MAX_TAG)]);
    expect(cleanTags(Array.from({ length: 500 }, (_, i) => `t${i}`))).toHaveLength(MAX_TAGS);
  });

  it('are the same when cleaned twice', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 })), (tags) => {
        const once = cleanTags(tags);
        expect(cleanTags(once)).toEqual(once);
      }),
    );
  });
});
