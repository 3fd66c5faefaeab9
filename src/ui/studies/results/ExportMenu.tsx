/** A study as files: everything as JSON, tables as CSV, one page to hand on. */
import type { StudyWithRuns } from '../../../store/studies.ts';
import { saveRunsCsv, saveSummaryCsv } from '../../../store/studyFiles.ts';
import { analyseStudy } from '../../../store/studyReading.ts';
import { exportStudy } from '../../../store/studyResults.ts';
import { Menu } from '../../parts/Menu.tsx';
import menu from '../StudyMenu.module.css';
import { saveReport } from './saveReport.ts';

export function ExportMenu({ open }: { open: StudyWithRuns }) {
  const isEmpty = open.runs.length === 0;
  const entries = [
    { label: 'Results, JSON', save: () => void exportStudy(open) },
    { label: 'Every run, CSV', save: () => saveRunsCsv(open) },
    {
      label: 'Summary, CSV',
      save: () => saveSummaryCsv(open, analyseStudy(open.study, open.runs)),
    },
    { label: 'Report, HTML', save: () => void saveReport(open) },
  ];
  return (
    <div className={menu.menu}>
      <Menu label="Export" name="Export the study">
        {entries.map(({ label, save }) => (
          <button key={label} type="button" onClick={save} disabled={isEmpty}>
            {label}
          </button>
        ))}
      </Menu>
    </div>
  );
}
