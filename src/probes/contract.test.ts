/** What every probe promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf, faultOf } from '../core/options.ts';
import { findProbe, probes } from './index.ts';
import type { Probe } from './probe.ts';

describe('the list of probes', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (name) => /^\w+\.ts$/.test(name) && !['index.ts', 'probe.ts', 'testing.ts'].includes(name),
    );
    expect(files.length).toBe(probes.length);
    for (const file of files) {
      expect(probes.map(({ id }) => camelCase(id))).toContainEqual(
        expect.stringContaining(file.replace('.ts', '')),
      );
    }
  });

  it('finds each by its id and names what it does not know', () => {
    for (const each of probes) expect(findProbe(each.id)).toBe(each);
    expect(() => findProbe('x-ray')).toThrow('probe "x-ray"');
  });
});

function camelCase(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

describe.each(probes.map((each) => [each.id, each as unknown as Probe] as const))(
  '%s',
  (id, { label, summary, reference, options }) => {
    it('says what it is and whence, with legal defaults', () => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [label, summary, reference]) expect(text.trim()).not.toBe('');
      const defaults = defaultsOf(options);
      for (const [name, option] of Object.entries(options)) {
        expect(faultOf(option, defaults[name])).toBeUndefined();
        expect(option.label.trim()).not.toBe('');
      }
    });
  },
);
