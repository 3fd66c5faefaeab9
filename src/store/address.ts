/** The address of the page says what it shows: the set-up, a comparison, a dataset, a viewing, or a study. */
import { readSpec } from '../training/specs.ts';
import { comparisonLink, dataLink, linkOf } from './link.ts';
import { linkContext } from './linkContext.ts';
import { getLab, type LabState } from './lab.ts';
import { viewingLink } from './robustnessLink.ts';
import { studyLink } from './studyLink.ts';

/** What follows the `#`; undefined while the set-up is half typed. */
export function linkNow({
  view,
  draft,
  robustness,
  studies,
}: Pick<LabState, 'view' | 'draft' | 'robustness' | 'studies'>): string | undefined {
  if (view.kind === 'studies') return studyLink(studies);
  if (view.kind === 'robustness') return viewingLink(robustness.viewing);
  if (view.kind === 'comparison') return comparisonLink(view);
  try {
    if (view.kind === 'data') return dataLink(view.choice, linkContext());
    return linkOf(readSpec(draft, 'the set-up'), linkContext());
  } catch {
    return undefined;
  }
}

/** The whole address that shows this again, to be copied. */
export function addressOf(link: string): string {
  const { origin, pathname, search } = window.location;
  return `${origin}${pathname}${search}${link ? `#${link}` : ''}`;
}

/** @param entry `push`: another page, from which the browser's Back leads here again */
export function writeAddress(entry: 'replace' | 'push' = 'replace'): void {
  const link = linkNow(getLab());
  const { pathname, search, hash } = window.location;
  if (link === undefined || hash.replace(/^#/, '') === link) return;
  const address = `${pathname}${search}${link ? `#${link}` : ''}`;
  if (entry === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
}
