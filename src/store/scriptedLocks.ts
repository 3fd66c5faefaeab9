/** Web Locks for tests, where there is no browser: what the lab uses of them, over one process. */
interface Request {
  readonly name: string;
  readonly mode: LockMode;
  grant(): void;
}

interface Held {
  readonly name: string;
  readonly mode: LockMode;
}

export function createScriptedLocks(): LockManager {
  const held = new Set<Held>();
  let waiting: Request[] = [];

  function isFree({ name, mode }: Held): boolean {
    const others = [...held].filter((each) => each.name === name);
    return others.every((each) => mode === 'shared' && each.mode === 'shared');
  }

  function grantNext(): void {
    for (const request of [...waiting]) {
      const isFirst = waiting.find(({ name }) => name === request.name) === request;
      if (!isFirst || !isFree(request)) continue;
      waiting = waiting.filter((each) => each !== request);
      request.grant();
    }
  }

  async function request<Result>(
    name: string,
    { mode = 'exclusive', signal }: LockOptions,
    body: (lock: Lock) => Promise<Result>,
  ): Promise<Result> {
    const own: Held = { name, mode };
    await new Promise<void>((resolve, reject) => {
      const wanted = { ...own, grant: () => (held.add(own), resolve()) };
      waiting.push(wanted);
      signal?.addEventListener('abort', () => {
        if (!waiting.includes(wanted)) return;
        waiting = waiting.filter((each) => each !== wanted);
        reject(signal.reason as Error);
        grantNext();
      });
      grantNext();
    });
    try {
      return await body(own as Lock);
    } finally {
      held.delete(own);
      grantNext();
    }
  }

  const query = async () => ({ held: [...held], pending: waiting.map((each) => ({ ...each })) });
  return { request, query } as unknown as LockManager;
}
