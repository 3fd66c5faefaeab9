/** Which key does what, and where it must not: a pure decision. */

export type KeyAction = 'main' | 'step' | 'help';

export interface KeyPress {
  readonly key: string;
  /** Ctrl, Alt or Meta held: that is the browser's or the system's. */
  readonly hasModifier: boolean;
  /** The focused element, as `tag` and, for inputs, `type`; and its role. */
  readonly target: { readonly tag: string; readonly type: string; readonly role: string | null };
}

const controlTags = ['BUTTON', 'SELECT', 'SUMMARY', 'A', 'INPUT', 'TEXTAREA'];
const controlRoles = ['option', 'slider', 'tab', 'switch', 'button', 'listbox'];
const notTyped = ['checkbox', 'radio', 'range', 'button', 'file'];

export function actionOfKey({ key, hasModifier, target }: KeyPress): KeyAction | undefined {
  if (hasModifier) return undefined;
  const isTyped =
    target.tag === 'TEXTAREA' || (target.tag === 'INPUT' && !notTyped.includes(target.type));
  if (isTyped) return undefined;
  if (key === '.') return 'step';
  if (key === '?') return 'help';
  // Space works the focused control; elsewhere it works the lab.
  const isControl =
    controlTags.includes(target.tag) ||
    (target.role !== null && controlRoles.includes(target.role));
  return key === ' ' && !isControl ? 'main' : undefined;
}
