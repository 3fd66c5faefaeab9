import { describe, expect, it } from 'vitest';
import { cases } from './cases/index.ts';
import { planRows, readOptions } from './options.ts';

const planned = (...words: string[]) =>
  planRows(readOptions(words)).map(
    ({ case: id, backend, place, threads, batch }) =>
      `${id} ${backend} ${place} ${threads} ${batch}`,
  );

describe('the options of the bench', () => {
  it('measure every case on WASM with both batches where nothing is said', () => {
    const rows = planned();
    expect(rows).toContain('coordinet-sparse wasm node 1 32');
    expect(rows).toContain('resnet-20 wasm node 1 128');
    expect(rows.filter((row) => row.startsWith('siren'))).toEqual(['siren wasm node 1 4096']);
    expect(rows).toHaveLength(2 * (cases.length - 1) + 1);
  });

  it('choose cases, backends, batches and threads', () => {
    expect(
      planned('--cases', 'mlp', '--backends=wasm,cpu', '--batches', '8', '--threads', '1,2'),
    ).toEqual(['mlp wasm node 1 8', 'mlp wasm node 2 8', 'mlp cpu node 1 8']);
  });

  it('send WebGL to Chromium', () => {
    expect(planned('--cases', 'mlp', '--backends', 'webgl', '--batches', '8')).toEqual([
      'mlp webgl chromium 1 8',
    ]);
  });

  it.each([
    [['--cases', 'mpl'], /"mpl" in --cases; expected some of coordinet-dense, .*siren/],
    [['--backends', 'wasm,cuda'], /"cuda" in --backends; expected some of wasm, cpu, webgl/],
    [['--batches', '0'], /--batches 0; expected whole numbers from 1/],
    [['--threads', 'many'], /or "all"/],
    [['--steps', 'x'], /--steps x/],
    [['--json'], /--json without a value/],
    [['--fast'], /"--fast"; expected one of --cases, --backends/],
    [['mlp'], /"mlp"; expected one of --cases/],
  ])('refuse %j and say what is possible', (words, message) => {
    expect(() => readOptions(words)).toThrow(message);
  });
});
