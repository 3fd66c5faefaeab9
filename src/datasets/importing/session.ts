/**
 * A Reading for one import: keeps what was asked, skipped and remarked until the preview shows it.
 */
import { codeOf, LabError } from '../../core/errors.ts';
import { createProgress, type ProgressSurroundings } from './progress.ts';
import type { Answers, AskedQuestion, Reading, SkippedFile } from './reading.ts';

export interface ReadingSurroundings
  extends ProgressSurroundings, Pick<Reading, 'most' | 'decodePicture'> {
  readonly answers: Answers;
}

/** What came up while files were read. */
export interface ReadingRecord {
  readonly questions: readonly AskedQuestion[];
  /** The first of them, the damaged ones first. */
  readonly skipped: readonly SkippedFile[];
  readonly ignoredCount: number;
  readonly damagedCount: number;
  readonly remarks: readonly string[];
}

export interface ReadingSession {
  readonly reading: Reading;
  record(): ReadingRecord;
}

/** Names of skipped files that are kept, of each kind. */
const SKIPPED_KEPT = 100;

export function createReadingSession(around: ReadingSurroundings): ReadingSession {
  const questions = new Map<string, AskedQuestion>();
  const skipped: Record<SkippedFile['kind'], SkippedFile[]> = { damaged: [], ignored: [] };
  const skippedCounts: Record<SkippedFile['kind'], number> = { damaged: 0, ignored: 0 };
  const remarks = new Set<string>();

  const reading: Reading = {
    progress: createProgress(around),
    ask(question, suggestion) {
      const given = around.answers[question.id];
      const isChoice = question.choices.some(({ value }) => value === given);
      const answer = isChoice ? given! : suggestion;
      questions.set(question.id, { ...question, answer });
      if (answer !== null) return answer;
      throw new LabError(OPEN_QUESTION, {
        found: `files that leave a question open: ${question.label}`,
        expected: `an answer: ${question.choices.map(({ label }) => label).join(', ')}`,
        fix: 'import them on the page, which asks',
      });
    },
    skip(file) {
      skippedCounts[file.kind]++;
      if (skipped[file.kind].length < SKIPPED_KEPT) skipped[file.kind].push(file);
    },
    remark: (text) => void remarks.add(text),
    decodePicture: around.decodePicture,
    ...(around.most !== undefined && { most: around.most }),
  };

  return {
    reading,
    record: () => ({
      questions: [...questions.values()],
      skipped: [...skipped.damaged, ...skipped.ignored],
      ignoredCount: skippedCounts.ignored,
      damagedCount: skippedCounts.damaged,
      remarks: [...remarks],
    }),
  };
}

const OPEN_QUESTION = 'open-question';

/** true: nothing can be read before the person has answered; the record holds the question. */
export const isOpenQuestion = (error: unknown): boolean => codeOf(error) === OPEN_QUESTION;
