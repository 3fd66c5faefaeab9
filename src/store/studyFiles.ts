/** What of a study leaves the page as a file: its plan, its numbers, a report. */
import { methodsParagraph } from '../studies/analysis/methods.ts';
import { reportHtml, type ReportFigure } from '../studies/analysis/report/html.ts';
import { csvOfRuns } from '../studies/analysis/runsTable.ts';
import { csvOfSummary } from '../studies/analysis/summaryTable.ts';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { StudyWithRuns } from '../studies/study.ts';
import { labVersion } from './environment.ts';
import { fileNameOf, saveText } from './saveFile.ts';

export { methodsParagraph };
export type { ReportFigure };

/** The plan as `study.json`: the command line runs it, and the page reads it. */
export function savePlan(plan: StudyPlan): void {
  const text = `${JSON.stringify(plan, null, 2)}\n`;
  saveText(text, { name: `${nameOf(plan)}.json`, type: 'application/json' });
}

/** Every run of the main stage, a row each. */
export function saveRunsCsv({ study, runs }: StudyWithRuns): void {
  const name = `${nameOf(study.plan)}-runs.csv`;
  saveText(csvOfRuns(study.plan, runs), { name, type: 'text/csv' });
}

/** Every arm at every combination of levels, a row each. */
export function saveSummaryCsv({ study }: StudyWithRuns, analysis: StudyAnalysis): void {
  const name = `${nameOf(study.plan)}-summary.csv`;
  saveText(csvOfSummary(study.plan, analysis), { name, type: 'text/csv' });
}

const nameOf = ({ title }: Pick<StudyPlan, 'title'>) => `study-${fileNameOf(title)}`;

/** One page that needs nothing else, with the figures inside. */
export function saveReportFile(
  study: StudyWithRuns['study'],
  analysis: StudyAnalysis,
  figures: Readonly<Record<string, ReportFigure>>,
): void {
  const created = new Date().toISOString();
  const text = reportHtml({ study, analysis, figures, created, app: labVersion });
  saveText(text, { name: `${nameOf(study.plan)}.html`, type: 'text/html' });
}
