/** Words for errors that come from the browser rather than from the lab. */
import { LabError, messageOf } from '../core/errors.ts';

/** As browsers say that a request failed: Chromium, Firefox, Safari; for files and for modules. */
const unreachable =
  /failed to fetch|networkerror|load failed|importing a module|dynamically imported module/i;

/** The message to show: what was found, what was expected, what to do. */
export function explain(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof LabError || !unreachable.test(message)) return message;
  return new LabError('unreachable', {
    found: 'no answer for a file of the lab',
    expected: 'a connection to the host of this page',
    fix: 'check the connection and try again; reload the page if the lab was updated meanwhile',
  }).message;
}
