/** What the page must tell a person, until it is dismissed. */
import { explain } from './explain.ts';
import { getLab, setLab, type Notice, type NoticeAction } from './lab.ts';

const KEPT = 4;
const INFO_MS = 12_000;
let lastId = 0;

function add(notice: Omit<Notice, 'id'>): number {
  const id = ++lastId;
  setLab((state) => {
    // The same text again replaces the old one: a failing call may fail many times a minute.
    const others = state.notices.filter(({ text }) => text !== notice.text);
    return { notices: [...others, { ...notice, id }].slice(-KEPT) };
  });
  return id;
}

/** Shows an error with what was found, what was expected and what to do. */
export function showError(error: unknown, action: Notice['action'] = null): void {
  add({ kind: 'error', text: explain(error), action });
}

/** Shows what went well; it leaves by itself, unless it offers something. */
export function showInfo(text: string, action: Notice['action'] = null): number {
  const id = add({ kind: 'info', text, action });
  if (!action) setTimeout(() => dismissNotice(id), INFO_MS);
  return id;
}

export function dismissNotice(id: number): void {
  setLab((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Takes away what offered this action, once it makes no sense any more. */
export function withdrawAction(isStale: (action: NoticeAction) => boolean): void {
  const stale = getLab().notices.filter(({ action }) => action && isStale(action.does));
  for (const { id } of stale) dismissNotice(id);
}

export function announce(announcement: string): void {
  setLab({ announcement });
}
