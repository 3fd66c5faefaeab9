/**
 * The Studies page as a link:
 *   #page=studies                          the list, and the plan that is being written
 *   #page=studies&study=<id>&tab=queue     a study of this browser
 *   #page=studies&plan=<text>              a plan to be looked over: its JSON, deflated, in base64url
 */
import { LabError } from '../core/errors.ts';
import { isPlanShape } from '../storage/studyRow.ts';
import { studyTabs, type StudiesView, type StudyPlan, type StudyTab } from './studiesView.ts';

export interface WantedStudies {
  readonly openId: string | null;
  readonly tab: StudyTab;
  /** As the link has it. */
  readonly plan: string | null;
}

const STANDARD_TAB: StudyTab = 'results';

export function studyLink({ openId, tab }: Pick<StudiesView, 'openId' | 'tab'>): string {
  const parameters = new URLSearchParams({ page: 'studies' });
  if (openId !== null) parameters.set('study', openId);
  if (openId !== null && tab !== STANDARD_TAB) parameters.set('tab', tab);
  return parameters.toString();
}

/** What a link asks of the Studies page; undefined where it asks for another page. */
export function studyOfLink(link: string): WantedStudies | undefined {
  const given = new URLSearchParams(link.replace(/^#/, ''));
  if (given.get('page') !== 'studies') return undefined;
  const tab = studyTabs.find((each) => each === given.get('tab')) ?? STANDARD_TAB;
  return { openId: given.get('study'), tab, plan: given.get('plan') };
}

/** Links that are longer are cut by mail programs and by openLink.ts. */
const MOST_LETTERS = 7500;

/** A plan as a link. Rejects with a LabError where it is too long for one. */
export async function planLink(plan: StudyPlan): Promise<string> {
  const { deflateSync, strToU8 } = await import('fflate');
  const bytes = deflateSync(strToU8(JSON.stringify(plan)), { level: 9 });
  const text = btoa(String.fromCharCode(...bytes));
  const plain = text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  if (plain.length <= MOST_LETTERS) return `page=studies&plan=${plain}`;
  throw new LabError('plan-too-long', {
    found: `a plan of ${plain.length} letters`,
    expected: `at most ${MOST_LETTERS} for a link`,
    fix: 'save the plan as a file and send that',
  });
}

/**
 * The plan that a link holds. Whether it can be run here is said where it is looked over. A link of
 * that length cannot hold more than a few megabytes, however it was packed.
 */
export async function planOfLink(text: string): Promise<StudyPlan> {
  const { inflateSync, strFromU8 } = await import('fflate');
  let value: unknown;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    value = JSON.parse(strFromU8(inflateSync(bytes)));
  } catch {
    throw damagedLink();
  }
  if (!isPlanShape(value)) throw damagedLink();
  return value;
}

const damagedLink = () =>
  new LabError('link-fault', {
    found: 'a plan in the link that cannot be read',
    expected: 'a link as the lab writes it, whole',
    fix: 'ask for the link again, or for the plan as a file',
  });
