/**
 * The two workers: one trains, one answers while the other is busy. Each is made when first needed
 * and replaced when it breaks. They are not state: nothing here is shown.
 */
import { codeOf, LabError } from '../core/errors.ts';
import { createEngineClient } from '../engine/client.ts';
import type { BackendChoice, Engine, EngineStatus } from '../engine/engine.ts';

export type EngineClient = Engine & { dispose(): void };

type CreateClient = (onFault: () => void) => EngineClient;

let createClient: CreateClient = (onFault) =>
  createEngineClient(
    () => new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
    onFault,
  );

/** For tests: another engine in place of the workers. */
export function useEngines(create: CreateClient): void {
  disposeEngine('trainer');
  disposeEngine('prober');
  createClient = create;
}

/** A worker besides those two, for whoever opens it and disposes of it. */
export const createOwnEngine = (): EngineClient => createClient(() => {});

const OPEN_PATIENCE_MS = 60_000;

type Role = 'trainer' | 'prober';
interface OpenEngine {
  readonly client: EngineClient;
  readonly choice: BackendChoice;
  readonly status: Promise<EngineStatus>;
}
const engines: Partial<Record<Role, OpenEngine>> = {};

/** The engine, opened with that backend. Opening again with another choice keeps the worker. */
export function openEngine(role: Role, choice: BackendChoice): OpenEngine {
  const held = engines[role];
  if (held?.choice === choice) return held;
  const client = held?.client ?? createClient(() => disposeBroken(role, client));
  const status = openInTime(client.open(choice));
  const opened = { client, choice, status };
  engines[role] = opened;
  status.catch(() => {
    if (engines[role] === opened) disposeEngine(role);
  });
  return opened;
}

/** A backend that never answers (a driver that hangs, a thread that died) must not hold the page. */
export function openInTime(opening: Promise<EngineStatus>): Promise<EngineStatus> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(tooLate()), OPEN_PATIENCE_MS);
    opening.then(resolve, reject).finally(() => clearTimeout(patience));
  });
}

function tooLate(): LabError {
  return new LabError('engine-silent', {
    found: `no answer from the engine within ${OPEN_PATIENCE_MS / 1000} seconds`,
    expected: 'a backend that passes its self-check in a few',
    fix: 'try again, or choose another backend at the top of the page',
  });
}

function disposeBroken(role: Role, client: EngineClient): void {
  if (engines[role]?.client === client) disposeEngine(role);
}

/** Ends the worker, whatever it does; the next call makes a new one. */
export function disposeEngine(role: Role): void {
  engines[role]?.client.dispose();
  delete engines[role];
}

/** The engine if there is one; none is made. */
export function heldEngine(role: Role): EngineClient | undefined {
  return engines[role]?.client;
}

/** true: the worker or its device broke; false: it answered with something that a person can mend. */
export function isWorkerFault(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || ['device-fault', 'worker-missing', 'worker-ended'].includes(code);
}
