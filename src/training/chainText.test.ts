import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../core/errors.ts';
import type { OptionSchema, OptionValue } from '../core/options.ts';
import { sensors } from '../sensors/index.ts';
import { transforms } from '../transforms/index.ts';
import { readChain, readSensor, writeChain, writeSensor } from './chainText.ts';
import { isNumeric, readRanged, type RangedChoice } from './ranges.ts';

const rotation = (angle: number, to?: number): RangedChoice => ({
  id: 'rotation',
  options: { angle, eitherWay: false },
  ...(to !== undefined && { to: { angle: to } }),
});

/** Any legal choice of a system, in its normal form. */
function anyChoice({ id, label, summary, reference, options }: (typeof transforms)[number]) {
  const schema: OptionSchema = options;
  const single = Object.fromEntries(
    Object.entries(schema).map(([name, option]) => {
      if (option.kind === 'switch') return [name, fc.boolean()];
      if (option.kind === 'choice')
        return [name, fc.constantFrom(...option.choices.map((each) => each.value))];
      const { min, max } = option;
      const number =
        option.kind === 'integer'
          ? fc.integer({ min, max })
          : fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value)); // no -0: `0` in text
      return [name, number];
    }),
  ) as Record<string, fc.Arbitrary<OptionValue>>;
  const numeric = Object.keys(schema).filter((name) => isNumeric(schema[name]!));
  return fc
    .record({ low: fc.record(single), high: fc.record(single), ranged: fc.subarray(numeric) })
    .map(({ low, high, ranged }) =>
      readRanged(
        { id, options: low, to: Object.fromEntries(ranged.map((name) => [name, high[name]!])) },
        { id, label, summary, reference, options },
      ),
    );
}

describe('a chain as a text', () => {
  it('is short and readable', () => {
    expect(writeChain([])).toBe('');
    expect(writeChain([rotation(-180, 180)])).toBe('rotation.angle:-180~180');
    expect(writeChain([{ id: 'rotation', options: {} }])).toBe('rotation');
    const text = 'shift.x:-3~3;y:2.5,rotation.angle:20;eitherWay:true';
    expect(writeChain(readChain(text))).toBe(text);
    expect(readChain('rotation.angle:-180~180')).toEqual([rotation(-180, 180)]);
    expect(readChain('')).toEqual([]);
  });

  it.each(transforms)('says any setting of $id', (transform) => {
    fc.assert(
      fc.property(fc.array(anyChoice(transform), { maxLength: 3 }), (chain) => {
        expect(readChain(writeChain(chain))).toEqual(chain);
      }),
      { numRuns: 30 },
    );
  });

  it.each(sensors)('says any setting of the sensor $id', (sensor) => {
    fc.assert(
      fc.property(anyChoice(sensor as unknown as (typeof transforms)[number]), (choice) => {
        expect(readSensor(writeSensor(choice))).toEqual(choice);
      }),
      { numRuns: 30 },
    );
  });

  it('puts ranges in order and drops those that are none', () => {
    expect(readChain('rotation.angle:30~-30')).toEqual([rotation(-30, 30)]);
    expect(readChain('rotation.angle:30~30')).toEqual([rotation(30)]);
  });

  it.each([
    ['rotatoin.angle:3', 'rotatoin', 'transform "rotatoin"'],
    ['rotation.angel:3', 'rotation.angel:3', 'option "angel"'],
    ['shift.x:1,rotation.angle:400', 'rotation.angle:400', 'Rotation = 400'],
    ['rotation.angle:-10~400', 'rotation.angle:-10~400', 'up to 400'],
    ['rotation.eitherWay:false~true', 'rotation.eitherWay:false~true', 'up to true'],
    ['rotation.angle:1~2~3', 'angle:1~2~3', 'option:from~to'],
    ['rotation.angle:', 'angle:', 'option:value'],
    ['rotation.angle:~5', 'angle:~5', 'option:from~to'],
    ['rotation.angle:5~', 'angle:5~', 'option:from~to'],
    ['rotation.angle', 'angle', 'option:value'],
    ['rotation.', 'rotation.', 'option:value'],
    ['rotation.:5', ':5', 'option:value'],
    ['rotation.angle:5:6', 'angle:5:6', 'option:value'],
    ['rotation.angle:5;angle:6', 'angle:6', 'another angle'],
    ['rotation.angle:NaN', 'rotation.angle:NaN', 'Rotation = "NaN"'],
    ['rotation.angle:Infinity', 'rotation.angle:Infinity', 'Rotation = "Infinity"'],
    ['rotation,,shift', '“”', 'transform ""'],
    [',', '“”', 'transform ""'],
    ['__proto__.x:1', '__proto__', 'transform "__proto__"'],
    ['rotation.__proto__:1', '__proto__', 'option "__proto__"'],
    ['rotation.constructor:1~2', 'constructor', 'option "constructor"'],
    [Array.from({ length: 21 }, () => 'rotation').join(','), '21 changes', 'at most 20'],
  ])('of %j names the word', (text, word, fault) => {
    let error: unknown;
    try {
      readChain(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(codeOf(error)).toBe('chain-text');
    expect(messageOf(error)).toContain(word);
    expect(messageOf(error)).toContain(fault);
  });

  it('of any other text is a LabError or a chain that says itself again', () => {
    const piece = fc.constantFrom(
      ...['rotation', 'shift', 'angle', 'x', ',', ';', '.', ':', '~', '-', '3', '1e3', 'true', ' '],
    );
    let read = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            const chain = readChain(text);
            read++;
            expect(readChain(writeChain(chain))).toEqual(chain);
          } catch (error) {
            expect(codeOf(error)).toBe('chain-text');
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(0);
  });

  it('of megabytes is told in one short message', () => {
    for (const text of ['x'.repeat(1e6), `rotation.angle:${'1'.repeat(1e6)}`]) {
      let message = '';
      try {
        readChain(text);
      } catch (error) {
        message = messageOf(error);
      }
      expect(message).toContain('…');
      expect(message.length).toBeLessThan(2000);
    }
  });
});
