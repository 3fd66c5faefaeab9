/** An error's three parts (found, expected, to do), which are easier to read on a line each. */
export function ErrorLines({ text }: { text: string }) {
  return linesOf(text).map((line) => <p key={line}>{line}</p>);
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
