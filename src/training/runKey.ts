/**
 * A run's key: the hash of its canonical spec, the backend and the attempt. 64 bits of SHA-256, in
 * hexadecimal.
 */
export async function runKey(
  canonicalSpec: string,
  backend: string,
  attempt: number,
): Promise<string> {
  const text = new TextEncoder().encode(`${canonicalSpec}\n${backend}\n${attempt}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The key of the first attempt that is not among `taken`. */
export async function freeRunKey(
  canonicalSpec: string,
  backend: string,
  taken: ReadonlySet<string>,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const key = await runKey(canonicalSpec, backend, attempt);
    if (!taken.has(key)) return key;
  }
}
