/** What names a run stays what it was when a system gains an option: stored runs keep their keys. */
import { describe, expect, it } from 'vitest';
import type { RunSpec } from './spec.ts';
import { canonicalText, differences, readSpec } from './specs.ts';

/** As the lab wrote them before there were dropout and permuted pixels. */
const before = {
  coordinet:
    '{"architecture":{"id":"coordinet","options":{"blackPixels":"heard","conditioning":"multiply","headLayers":2,"headWidth":128,"heads":1,"layers":2,"modulatedBy":"place","modulation":"none","normalisation":"layer","pooling":"max","rank":2,"sharpness":5,"styleWidth":64,"width":128}},"batchSize":64,"dataset":{"id":"typefaces","options":{}},"encoding":{"id":"gaussian-fourier","options":{"bandwidth":0.5,"waves":64}},"learningRate":0.006,"optimiser":{"id":"adam","options":{"beta1":0.9,"beta2":0.999,"epsilon":1e-8}},"schedule":{"id":"one-cycle","options":{"warmUp":0.3}},"seed":1,"steps":1000,"task":{"id":"classification","options":{}},"trainingImages":5000}',
  mlp: '{"architecture":{"id":"mlp","options":{"layers":2,"width":256}},"batchSize":64,"dataset":{"id":"mnist","options":{"classCount":2,"classes":"all","colour":"as-is","oneClass":0,"otherClass":1,"side":"as-is","split":"given","splitSeed":0,"surface":"plane","trainShare":80}},"encoding":null,"learningRate":0.006,"optimiser":{"id":"adam","options":{"beta1":0.9,"beta2":0.999,"epsilon":1e-8}},"schedule":{"id":"one-cycle","options":{"warmUp":0.3}},"seed":1,"steps":1000,"task":{"id":"classification","options":{}},"trainingImages":5000}',
};
const read = (text: string) => readSpec(JSON.parse(text), 'a stored run');
const mlp: RunSpec = read(before.mlp);

describe('the text that names a run', () => {
  it.each(Object.entries(before))('%s is what it was', (_, text) => {
    expect(canonicalText(read(text))).toBe(text);
  });

  it('is of the same run, whether what came later is written out or missing', () => {
    const stored = read(before.mlp);
    expect(stored.architecture.options).toMatchObject({ dropout: 0 });
    const { dropout, ...known } = stored.architecture.options;
    expect(dropout).toBe(0);
    const old = { ...stored, architecture: { id: 'mlp', options: known } };
    expect(canonicalText(old)).toBe(before.mlp);
    expect(differences(old, stored)).toEqual([]);
  });

  it('has what came later as soon as it is chosen', () => {
    const dropping = { ...mlp, architecture: { id: 'mlp', options: { dropout: 0.5 } } };
    expect(canonicalText(dropping)).toContain('"dropout":0.5');
    expect(read(canonicalText(dropping)).architecture.options).toMatchObject({ dropout: 0.5 });
    expect(differences(mlp, dropping)).toEqual([{ label: 'Dropout', a: '0', b: '0.5' }]);
    const moved = { ...mlp, dataset: { id: 'typefaces', options: { permutation: 'told' } } };
    expect(canonicalText(moved)).toContain('"options":{"permutation":"told"}');
  });
});
