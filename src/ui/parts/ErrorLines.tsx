/**
 * An error's three parts (found, expected, to do), which are easier to read on a line each.
 *
 * @param props.isShort what was found alone, where another place says the rest
 */
export function ErrorLines({ text, isShort = false }: { text: string; isShort?: boolean }) {
  const lines = linesOf(text);
  return lines.slice(0, isShort ? 1 : lines.length).map((line) => <p key={line}>{line}</p>);
}

function linesOf(text: string): string[] {
  const [head, fix] = text.split('. To do: ');
  if (!text.startsWith('Found ') || head === undefined || fix === undefined) return [text];
  const [found, expected] = head.split('; expected ');
  const sentence = (words: string) => `${words.replace(/\.$/, '')}.`;
  return [
    sentence(found!),
    ...(expected ? [sentence(`Expected ${expected}`)] : []),
    `To do: ${fix}`,
  ];
}
