/**
 * Calls that may be asked faster than they can be answered, as by a slider: while one is under way
 * only the newest question waits.
 */
export function createNewestWins<Question>(
  answer: (question: Question) => Promise<void>,
): (question: Question) => void {
  let waiting: { question: Question } | null = null;
  let busy = false;

  async function answerAll(): Promise<void> {
    busy = true;
    try {
      while (waiting) {
        const { question }: { question: Question } = waiting;
        waiting = null;
        await answer(question);
      }
    } finally {
      busy = false; // an answer that failed must not silence all later questions
    }
  }

  return (question) => {
    waiting = { question };
    if (!busy) void answerAll();
  };
}
