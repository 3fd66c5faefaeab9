import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readViewing, plainViewing, type Viewing } from '../training/viewing.ts';
import { viewingLink, viewingOfLink } from './robustnessLink.ts';

const bent: Viewing = readViewing({
  changes: [
    { id: 'rotation', options: { angle: -30 }, to: { angle: 30 } },
    { id: 'shift', options: { x: 2.5 } },
  ],
  sensor: { id: 'fish-eye', options: { fieldOfView: 150, model: 'equisolid' } },
  told: true,
  weighted: false,
  seed: 7,
});

describe('the link of a viewing', () => {
  it('says only what is not plain, in words that can be read', () => {
    expect(viewingLink(plainViewing)).toBe('page=robustness');
    expect(viewingLink(bent)).toBe(
      'page=robustness&changes=rotation.angle:-30~30,shift.x:2.5' +
        '&sensor=fish-eye.fieldOfView:150;model:equisolid&told=true&weighted=false&seed=7',
    );
  });

  it('leads back', () => {
    expect(viewingOfLink(`#${viewingLink(bent)}`)).toEqual({ viewing: bent, faults: [] });
    const percent = new URLSearchParams(viewingLink(bent)).toString();
    expect(viewingOfLink(percent)).toEqual({ viewing: bent, faults: [] });
  });

  it('of another page is none', () => {
    expect(viewingOfLink('#page=data&dataset=where')).toBeUndefined();
    expect(viewingOfLink('#changes=shift.x:3')).toBeUndefined();
  });

  it.each([
    ['told=perhaps', 'told = “perhaps”'],
    ['weighted=1', 'weighted = “1”'],
    ['seed=-1', 'seed = “-1”'],
    ['seed=2147483648', 'seed = “2147483648”'],
    ['sensor=fish-eye.fieldOfView:0~150', 'a range in the sensor'],
    ['sensor=fish-eye.fieldOfView:500', 'Field of view = 500'],
    ['sensor=', 'sensor ""'],
    ['changes=rotation.angle:999', 'Rotation = 999'],
    ['changes=,', 'transform ""'],
    ['steps=3', '“steps”'],
  ])('names the fault in %s, and leaves that plain', (word, fault) => {
    const { viewing, faults } = viewingOfLink(`page=robustness&${word}`)!;
    expect(viewing).toEqual(plainViewing);
    expect(faults.join(' ')).toContain(fault);
  });

  it('of megabytes says little', () => {
    const words = `page=robustness&changes=${'x'.repeat(1e5)}&${'y'.repeat(1e5)}=1`;
    const { faults } = viewingOfLink(words)!;
    expect(faults).toHaveLength(2);
    for (const fault of faults) expect(fault.length).toBeLessThan(2000);
  });

  it('of any text is a legal viewing', () => {
    const piece = fc.constantFrom(
      ...[
        'changes=',
        'sensor=',
        'told=',
        'seed=',
        '&',
        'rotation',
        'angle',
        '.',
        ':',
        '~',
        ',',
        '3',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { viewing } = viewingOfLink(`page=robustness&${pieces.join('')}`)!;
        expect(readViewing(viewing)).toEqual(viewing);
      }),
      { numRuns: 300 },
    );
  });
});
