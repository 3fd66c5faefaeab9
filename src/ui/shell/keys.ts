/** Which key is pressed, and where it must not act: a pure decision. Commands name their keys. */
import type { Key } from './commands.ts';

export interface KeyPress {
  readonly key: string;
  /** Ctrl, or Cmd on Apple's keyboards, alone. */
  readonly hasMod: boolean;
  /** Any of Ctrl, Alt or Meta held: that is the browser's or the system's, but for Mod+K. */
  readonly hasModifier: boolean;
  /** The focused element, as `tag` and, for inputs, `type`; and its role. */
  readonly target: { readonly tag: string; readonly type: string; readonly role: string | null };
}

const controlTags = ['BUTTON', 'SELECT', 'SUMMARY', 'A', 'INPUT', 'TEXTAREA'];
const controlRoles = ['option', 'slider', 'tab', 'switch', 'button', 'listbox'];
const notTyped = ['checkbox', 'radio', 'range', 'button', 'file'];

/** The lab's key; undefined where the press belongs to what is typed into, or to a control. */
export function keyOf({ key, hasMod, hasModifier, target }: KeyPress): Key | undefined {
  // Mod+K writes nothing, so it may be pressed while typing.
  if (hasMod && key.toLowerCase() === 'k') return 'Mod+K';
  if (hasModifier) return undefined;
  const isTyped =
    target.tag === 'TEXTAREA' || (target.tag === 'INPUT' && !notTyped.includes(target.type));
  if (isTyped) return undefined;
  if (key === '.' || key === '?') return key;
  // Space works the focused control; elsewhere it works the lab.
  const isControl =
    controlTags.includes(target.tag) ||
    (target.role !== null && controlRoles.includes(target.role));
  return key === ' ' && !isControl ? 'Space' : undefined;
}

/** As it is printed on the person's keyboard. */
export function keyText(key: Key, isApple: boolean): string {
  return key.replace('Mod+', isApple ? '⌘ ' : 'Ctrl ');
}

export const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
