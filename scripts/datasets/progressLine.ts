/** How far a file is, on one line of the terminal: `train.gz  42 %  4.1 of 9.9 MB`. */
import type { Terminal } from '../datasets.ts';

export function createProgressLine(name: string, of: number, terminal: Terminal) {
  let shown = '';
  return {
    tell(done: number): void {
      const percent = Math.floor((100 * done) / of);
      const line = `${name}  ${percent} %  ${megabytes(done)} of ${megabytes(of)} MB`;
      if (line === shown) return;
      shown = line;
      terminal.progress(line);
    },
    /** Puts how it ended in the line's place. */
    end(state: string): void {
      terminal.progress(null);
      terminal.print(`${name}: ${megabytes(of)} MB, ${state}`);
    },
  };
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
