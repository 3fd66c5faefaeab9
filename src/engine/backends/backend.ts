/** The contract of a backend: something that can supply the kernels, on this machine or not. */
import type { Kernels } from '../../core/kernels.ts';
import type { BackendId } from '../engine.ts';

/**
 * A backend that was opened and not yet checked. TensorFlow.js computes on one backend at a time, so
 * the one opened last is the one whose kernels are alive.
 */
export interface OpenBackend {
  readonly kernels: Kernels;
  /** As shown: `WASM · 2 threads`. */
  readonly label: string;
  readonly threads: number;
  /** The GPU adapter, or the vector instructions that are used; null where neither is known. */
  readonly adapter: string | null;
  /** Drawn in software by the CPU: right, but many times slower than WASM. */
  readonly software: boolean;
  /** What the device complained of since it was opened; its results cannot be trusted then. */
  fault(): string | undefined;
}

export interface BackendSettings {
  /** Threads at most, where the backend has threads. */
  readonly threads?: number;
}

export interface Backend {
  readonly id: BackendId;
  readonly label: string;
  /** Throws an Error that says, in words, why this machine cannot. */
  open(settings: BackendSettings): Promise<OpenBackend>;
}

/** Names under which a CPU poses as a GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp/i;

export const isSoftware = (adapter: string): boolean => SOFTWARE.test(adapter);
export const noFault = (): undefined => undefined;
