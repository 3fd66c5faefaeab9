/** The main button and the step, for the buttons and the keys alike: of what the page shows. */
import { pressComparison } from './comparisons.ts';
import { getLab } from './lab.ts';
import { pressMain, step } from './training.ts';

/** Of the comparison that is looked at, else of the set-up. */
export function pressMainButton(): Promise<void> {
  return getLab().view.kind === 'comparison' ? pressComparison() : pressMain();
}

/** A comparison has no single steps. */
export async function pressStep(): Promise<void> {
  if (getLab().view.kind !== 'comparison') await step();
}
