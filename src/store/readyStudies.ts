/** The ready studies, as the page offers them. */
export { readyStudies } from '../studies/ready/index.ts';
export { readyMs } from '../studies/ready/readyStudy.ts';
export type { ReadyStudy } from '../studies/ready/readyStudy.ts';
