/** A study as one HTML file to hand on: its figures are drawn as they are on the page, in ink on white. */
import { showError } from '../../../store/notices.ts';
import type { StudyWithRuns } from '../../../store/studies.ts';
import {
  figureAxes,
  lastLevels,
  learningBands,
  pareto,
  placesBeside,
  viewCurves,
} from '../../../store/studyFigures.ts';
import { saveReportFile, type ReportFigure } from '../../../store/studyFiles.ts';
import { pooledAnalysis } from '../../../store/studyPooling.ts';
import { analyseStudy, placeText } from '../../../store/studyReading.ts';
import type { Chart } from '../../charts/chart.ts';
import { drawingText } from '../../charts/drawer.ts';
import { coloursOf } from '../armColours.ts';
import { efficiencyChart } from './charts/efficiencyChart.ts';
import { learningChart } from './charts/learningChart.ts';
import { paretoChart } from './charts/paretoChart.ts';
import { profilesChart } from './charts/profilesChart.ts';
import { viewsChart } from './charts/viewsChart.ts';

interface DrawnFigure {
  readonly name: string;
  readonly caption: string;
  readonly chart: Chart;
}

/** Never rejects. */
export async function saveReport(open: StudyWithRuns): Promise<void> {
  try {
    const plain = analyseStudy(open.study, open.runs);
    const analysis = await pooledAnalysis(open.study.plan, plain);
    const figures: Record<string, ReportFigure> = {};
    for (const { name, caption, chart } of figuresOf(open, analysis)) {
      figures[name] = { caption, svg: await drawingText(chart, name) };
    }
    saveReportFile(open.study, analysis, figures);
  } catch (error) {
    showError(error);
  }
}

type Analysis = ReturnType<typeof analyseStudy>;

function figuresOf(open: StudyWithRuns, analysis: Analysis): DrawnFigure[] {
  const { plan } = open.study;
  const levels = lastLevels(plan);
  const colours = coloursOf(plan);
  const where = Object.keys(levels).length > 0 ? `, at ${placeText(levels)}` : '';
  const views = viewCurves(plan, analysis, levels);
  return [
    ...efficiencyFigures(open, analysis),
    {
      name: 'Learning curves',
      caption: `Test accuracy by training step${where}: every run faintly, the mean with its 95 % interval over seeds.`,
      chart: learningChart(
        learningBands(plan, open.runs, { column: 'testAccuracy', at: levels }),
        colours,
      ),
    },
    {
      name: 'Accuracy against parameters',
      caption: `Test accuracy against parameters${where}, with 95 % intervals over seeds.`,
      chart: paretoChart(pareto(analysis, 'parameters', levels), 'parameters', colours),
    },
    ...(views
      ? [
          {
            name: 'Accuracy through other views',
            caption: `Test accuracy through the views of the plan${where}, with 95 % intervals over seeds.`,
            chart: viewsChart(views, colours),
          },
        ]
      : []),
    ...(analysis.profiles && analysis.profiles.length > 0
      ? [
          {
            name: 'Performance profiles',
            caption: 'Share of runs above each accuracy, over all datasets, with 95 % bands.',
            chart: profilesChart(analysis.profiles, colours),
          },
        ]
      : []),
  ];
}

/** One along the first axis, for each combination of the other factors. */
function efficiencyFigures({ study: { plan } }: StudyWithRuns, analysis: Analysis): DrawnFigure[] {
  const axis = figureAxes(plan)[0] ?? null;
  return placesBeside(plan, axis).map((levels) => {
    const where = Object.keys(levels).length > 0 ? `, at ${placeText(levels)}` : '';
    const name = axis ? `Test error against ${axis.factor.toLowerCase()}${where}` : 'Test error';
    return {
      name,
      caption: `${name}: every run a dot, the mean with its 95 % interval over seeds.`,
      chart: efficiencyChart({ plan, analysis, axis, levels, measure: 'error' }),
    };
  });
}
