/**
 * Calls `act` with the newest value at most once per `intervalMs`: at once when it has been quiet,
 * else at the end of the interval, so that the last value is never lost.
 */
export function createThrottle<Value>(act: (value: Value) => void, intervalMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { value: Value } | undefined;

  function fire(value: Value): void {
    timer = setTimeout(end, intervalMs);
    act(value);
  }
  function end(): void {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    fire(value);
  }
  return {
    push(value: Value): void {
      if (timer === undefined) fire(value);
      else waiting = { value };
    },
    cancel(): void {
      clearTimeout(timer);
      timer = undefined;
      waiting = undefined;
    },
  };
}
