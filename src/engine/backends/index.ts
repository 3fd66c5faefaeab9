/** The backends, in the order in which they are tried. */
import type { Backend } from './backend.ts';
import { cpu } from './cpu.ts';
import { wasm } from './wasm.ts';
import { webgl } from './webgl.ts';
import { webgpu } from './webgpu.ts';

export const backends: readonly Backend[] = [webgpu, webgl, wasm, cpu];
