/** Follows a link: sets up what it asks for. Nothing runs by itself. */
import { maybeFindComparison } from '../studies/comparisons/index.ts';
import { writeAddress } from './address.ts';
import { showBench, showComparison } from './comparisons.ts';
import { openDataset } from './dataPage.ts';
import { takeSpec } from './draft.ts';
import { getLab, setLab } from './lab.ts';
import { comparisonOfLink, datasetOfLink, linkError, readSpecLink } from './link.ts';
import { linkContext } from './linkContext.ts';
import { showError } from './notices.ts';
import { openViewing } from './robustness.ts';
import { viewingOfLink } from './robustnessLink.ts';
import { openStudiesLink } from './studies.ts';
import { studyOfLink } from './studyLink.ts';

/** Longer than any link of ours by far; a browser may hand over megabytes. */
const MOST_LETTERS = 8000;

/** @param hash of the address, with its `#` */
export function openLink(hash: string): void {
  if (hash.replace(/^#/, '') === '') return leavePage();
  const link = hash.slice(0, MOST_LETTERS);
  if (openData(link) || openBent(link) || openStudies(link)) return;
  const wanted = comparisonOfLink(link);
  if (!wanted) return openSetUp(link);
  if (maybeFindComparison(wanted.id)) return showComparison(wanted.id, wanted.size);
  showError(linkError([`the comparison “${wanted.id.slice(0, 40)}”`], false));
  showBench();
}

/** An address that says nothing shows the set-up, as it is. */
function leavePage(): void {
  if (!['data', 'robustness', 'studies'].includes(getLab().view.kind)) return;
  setLab({ view: { kind: 'bench' } });
  writeAddress();
}

/** false: the link asks for another page. */
function openData(link: string): boolean {
  const wanted = datasetOfLink(link, linkContext());
  if (!wanted) return false;
  if (wanted.faults.length > 0) showError(linkError(wanted.faults, true));
  openDataset(wanted.choice);
  return true;
}

/** The same for the Robustness page. */
function openBent(link: string): boolean {
  const wanted = viewingOfLink(link);
  if (!wanted) return false;
  if (wanted.faults.length > 0) showError(linkError(wanted.faults, true));
  openViewing(wanted.viewing);
  return true;
}

/** The same for the Studies page. */
function openStudies(link: string): boolean {
  const wanted = studyOfLink(link);
  if (wanted) void openStudiesLink(wanted);
  return wanted !== undefined;
}

function openSetUp(link: string): void {
  const { spec, faults, isUsable } = readSpecLink(link, linkContext());
  if (faults.length > 0) showError(linkError(faults, isUsable));
  if (!isUsable) return;
  if (getLab().view.kind !== 'bench') setLab({ view: { kind: 'bench' } });
  takeSpec(spec);
}
