/**
 * Tabs over one panel: native buttons, one stop of the Tab key, walked by the arrow keys, Home and
 * End. Whoever shows the panel names it by `tabPanel`.
 */
import { useRef, type KeyboardEvent } from 'react';
import styles from './Tabs.module.css';

export interface TabsProps<Id extends string> {
  /** For screen readers: what the tabs are sides of. */
  readonly name: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string }[];
  readonly tab: Id;
  readonly onChange: (tab: Id) => void;
}

const tabId = (name: string, id: string) => `${name}-tab-${id}`.replaceAll(' ', '-');

/** Attributes of the panel that a tab opens. */
export const tabPanel = (name: string, id: string) => ({
  role: 'tabpanel',
  'aria-labelledby': tabId(name, id),
});

export function Tabs<Id extends string>({ name, tabs, tab, onChange }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const place = tabs.findIndex(({ id }) => id === tab);

  function walk(event: KeyboardEvent): void {
    const targets: Record<string, number> = {
      ArrowRight: place + 1,
      ArrowLeft: place - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = (target + tabs.length) % tabs.length;
    onChange(tabs[next]!.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }

  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label={name} onKeyDown={walk}>
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          id={tabId(name, id)}
          type="button"
          role="tab"
          aria-selected={id === tab}
          tabIndex={id === tab ? 0 : -1}
          onClick={() => onChange(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
