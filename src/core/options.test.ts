import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from './errors.ts';
import {
  choice,
  defaultsOf,
  faultOf,
  integer,
  matters,
  namingOptions,
  number,
  readOptions,
  toggle,
} from './options.ts';

const schema = {
  width: integer({ label: 'Width', default: 8, min: 4, max: 16 }),
  rate: number({ label: 'Rate', default: 0.5, min: 0, max: 1 }),
  pooling: choice({
    label: 'Pooling',
    default: 'sum',
    choices: [
      { value: 'sum', label: 'Sum' },
      { value: 'max', label: 'Maximum' },
    ],
  }),
  raw: toggle({ label: 'Raw, too', default: true }),
};

function errorOf(stored: Record<string, unknown>): unknown {
  try {
    readOptions(schema, stored as Record<string, number>, 'Coordinet');
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('namingOptions', () => {
  const grown = {
    ...schema,
    dropout: number({ label: 'Dropout', default: 0, min: 0, max: 0.9, addedLater: true }),
  };

  it('are those of before as long as what came later is at its default', () => {
    expect(namingOptions(grown, defaultsOf(grown))).toEqual(defaultsOf(schema));
    expect(namingOptions(grown, { ...defaultsOf(grown), width: 4 })).toMatchObject({ width: 4 });
  });

  it('are all of them otherwise', () => {
    const changed = { ...defaultsOf(grown), dropout: 0.5 };
    expect(namingOptions(grown, changed)).toEqual(changed);
  });
});

describe('readOptions', () => {
  it('fills what is missing with the defaults', () => {
    expect(readOptions(schema, {}, 'x')).toEqual(defaultsOf(schema));
    expect(readOptions(schema, { width: 4, raw: false }, 'x')).toEqual({
      width: 4,
      rate: 0.5,
      pooling: 'sum',
      raw: false,
    });
  });

  it('takes both ends of a range', () => {
    for (const stored of [{ width: 4 }, { width: 16 }, { rate: 0 }, { rate: 1 }]) {
      expect(readOptions(schema, stored, 'x')).toMatchObject(stored);
    }
  });

  it.each([
    ['width', 3, 'Width = 3', 'a whole number from 4 to 16'],
    ['width', 17, 'Width = 17', 'a whole number from 4 to 16'],
    ['width', 4.5, 'Width = 4.5', 'a whole number from 4 to 16'],
    ['width', '8', 'Width = "8"', 'a whole number from 4 to 16'],
    ['rate', NaN, 'Rate = null', 'a number from 0 to 1'],
    ['rate', Infinity, 'Rate = null', 'a number from 0 to 1'],
    ['rate', null, 'Rate = null', 'a number from 0 to 1'],
    ['pooling', 'mean', 'Pooling = "mean"', 'one of sum, max'],
    ['pooling', ['sum'], 'Pooling = ["sum"]', 'one of sum, max'],
    ['raw', 1, 'Raw, too = 1', 'true or false'],
  ])('refuses %s = %j and says what it wants', (name, value, found, expected) => {
    const error = errorOf({ [name]: value });
    expect(codeOf(error)).toBe('illegal-option');
    expect(messageOf(error)).toContain(`Found ${found} in Coordinet; expected ${expected}.`);
  });

  it.each(['height', 'constructor', '__proto__'])('refuses the unknown name %s', (name) => {
    const error = errorOf(JSON.parse(`{"${name}": 1}`) as Record<string, unknown>);
    expect(codeOf(error)).toBe('unknown-option');
    expect(messageOf(error)).toContain(`option "${name}" of Coordinet`);
    expect(messageOf(error)).toContain('width, rate, pooling, raw');
  });

  it('never takes a value from the prototype', () => {
    const inherited = Object.create({ width: 5 }) as Record<string, number>;
    expect(readOptions(schema, inherited, 'x').width).toBe(8);
  });
});

describe('faultOf', () => {
  it('is silent about what is legal', () => {
    expect(faultOf(schema.pooling, 'max')).toBeUndefined();
    expect(faultOf(schema.raw, false)).toBeUndefined();
    expect(faultOf(schema.width, 5)).toBeUndefined();
  });
});

describe('matters', () => {
  const [sum, max] = ['sum', 'max'] as const;
  const dependent = {
    ...schema,
    heads: integer({ label: 'Heads', default: 1, min: 1, max: 4, when: { pooling: [max] } }),
    share: toggle({ label: 'Share', default: false, when: { heads: [2, 4], raw: [true] } }),
  };

  it('is always so without a condition', () => {
    expect(matters(dependent, 'width', {})).toBe(true);
  });

  it('asks the other option, or its default', () => {
    expect(matters(dependent, 'heads', { pooling: max })).toBe(true);
    expect(matters(dependent, 'heads', { pooling: sum })).toBe(false);
    expect(matters(dependent, 'heads', {})).toBe(false);
  });

  it('wants all conditions, and those of the options that it asks', () => {
    expect(matters(dependent, 'share', { pooling: max, heads: 4 })).toBe(true);
    expect(matters(dependent, 'share', { pooling: max, heads: 4, raw: false })).toBe(false);
    expect(matters(dependent, 'share', { pooling: max, heads: 3 })).toBe(false);
    expect(matters(dependent, 'share', { pooling: sum, heads: 4 })).toBe(false);
  });

  it('changes nothing about what is stored and checked', () => {
    expect(readOptions(dependent, { pooling: sum }, 'x').heads).toBe(1);
    expect(() => readOptions(dependent, { pooling: sum, heads: 9 }, 'x')).toThrow('Heads = 9');
  });
});
