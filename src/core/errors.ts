/**
 * An error for people: what was found, what was expected, what to do. `code` is for programs and
 * tests; it survives the worker boundary because it leads the error's name.
 */
export class LabError extends Error {
  constructor(
    readonly code: string,
    readonly parts: { found: string; expected: string; fix: string },
  ) {
    super(`Found ${parts.found}; expected ${parts.expected}. To do: ${parts.fix}.`);
    this.name = `LabError ${code}`;
  }
}

/**
 * The error of what a system finds wrong with a choice.
 *
 * @param label of the system
 * @param fault `what is wrong; what to do`
 */
export function faultError(code: string, label: string, fault: string, expected: string): LabError {
  const [found = '', fix = ''] = fault.split('; ');
  return new LabError(code, { found: `${label}: ${found}`, expected, fix });
}

/** The code of a LabError, also of one that came across the worker as a plain Error. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /^LabError (.+)$/.exec(error.name)?.[1];
}

/** What to show a person for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
