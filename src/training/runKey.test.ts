import { expect, it } from 'vitest';
import { freeRunKey, runKey } from './runKey.ts';

it('depends on spec, backend and attempt, and on nothing else', async () => {
  const key = await runKey('{"a":1}', 'wasm', 1);
  expect(key).toMatch(/^[0-9a-f]{16}$/);
  expect(await runKey('{"a":1}', 'wasm', 1)).toBe(key);
  expect(await runKey('{"a":2}', 'wasm', 1)).not.toBe(key);
  expect(await runKey('{"a":1}', 'webgl', 1)).not.toBe(key);
  expect(await runKey('{"a":1}', 'wasm', 2)).not.toBe(key);
});

it('counts attempts up until a key is free', async () => {
  const first = await freeRunKey('{}', 'cpu', new Set());
  const second = await freeRunKey('{}', 'cpu', new Set([first]));
  expect(first).toBe(await runKey('{}', 'cpu', 1));
  expect(second).toBe(await runKey('{}', 'cpu', 2));
});
