/** Finds commands by words: each word must be found, in any order, best matches first. */
import type { Command } from './commands.ts';

/** How well a word matches; null where it does not. */
function worthOf(word: string, { label, group, words = '' }: Command): number | null {
  const inLabel = worthIn(word, label.toLowerCase());
  if (inLabel !== null) return inLabel;
  const elsewhere = worthIn(word, `${group} ${words}`.toLowerCase());
  if (elsewhere !== null) return elsewhere / 4;
  return isSubsequence(word, label.toLowerCase()) ? 0.1 * (word.length / label.length) : null;
}

function worthIn(word: string, text: string): number | null {
  const at = text.indexOf(word);
  if (at < 0) return null;
  if (at === 0) return 4;
  return isAtWordStart(word, text) ? 3 : 1;
}

function isAtWordStart(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return true;
  }
  return false;
}

/** All letters of `word` in their order, with others between them. One letter says too little. */
function isSubsequence(word: string, text: string): boolean {
  if (word.length < 2) return false;
  let at = 0;
  for (const letter of text) if (letter === word[at]) at++;
  return at === word.length;
}

/** @param recent ids, the latest first: they lead where matches are equally good */
export function searchCommands(
  commands: readonly Command[],
  query: string,
  recent: readonly string[] = [],
): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.flatMap((command) => {
    const worths = words.map((word) => worthOf(word, command));
    if (worths.includes(null)) return [];
    return [{ command, worth: worths.reduce<number>((sum, worth) => sum + worth!, 0) }];
  });
  const age = ({ id }: Command) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  return found
    .toSorted((a, b) => b.worth - a.worth || age(a.command) - age(b.command))
    .map(({ command }) => command);
}
