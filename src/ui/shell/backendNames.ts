/** The backends that a person may ask for, as the page calls them. */
import type { BackendChoice } from '../../store/lab.ts';

export const backendNames: readonly { readonly id: BackendChoice; readonly label: string }[] = [
  { id: 'auto', label: 'Automatic' },
  { id: 'webgpu', label: 'WebGPU' },
  { id: 'webgl', label: 'WebGL' },
  { id: 'wasm', label: 'WASM' },
  { id: 'cpu', label: 'CPU' },
];
