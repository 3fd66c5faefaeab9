/** Names that people can say and remember, made from a run's key: `calm-otter`. */
const adjectives = [
  ...['amber', 'bold', 'brave', 'brisk', 'bright', 'calm', 'clear', 'clever', 'cosy', 'crisp'],
  ...['curious', 'deep', 'eager', 'early', 'fair', 'fond', 'fresh', 'gentle', 'glad', 'golden'],
  ...['grand', 'happy', 'hardy', 'honest', 'jolly', 'keen', 'kind', 'light', 'lively', 'lucky'],
  ...['merry', 'mild', 'neat', 'nimble', 'noble', 'patient', 'plain', 'proud', 'quick', 'quiet'],
  ...['rapid', 'ready', 'rosy', 'royal', 'sharp', 'shy', 'silent', 'silver', 'slow', 'smooth'],
  ...['snug', 'solid', 'spry', 'steady', 'still', 'sunny', 'swift', 'tidy', 'true', 'warm'],
  ...['wild', 'wise', 'witty', 'young'],
];
const nouns = [
  ...['alder', 'ant', 'aspen', 'badger', 'bat', 'bear', 'beaver', 'bee', 'birch', 'bison'],
  ...['cedar', 'clover', 'crab', 'crane', 'cricket', 'crow', 'deer', 'dove', 'eagle', 'elk'],
  ...['elm', 'falcon', 'fern', 'finch', 'fox', 'frog', 'gecko', 'goose', 'hare', 'hawk'],
  ...['hazel', 'heron', 'ibis', 'ivy', 'jay', 'kite', 'lark', 'lily', 'lynx', 'maple'],
  ...['marten', 'mole', 'moss', 'moth', 'newt', 'oak', 'otter', 'owl', 'perch', 'pine'],
  ...['quail', 'raven', 'reed', 'robin', 'seal', 'sorrel', 'stork', 'swan', 'thyme', 'toad'],
  ...['trout', 'vole', 'willow', 'wren'],
];

/** The name that a key (hexadecimal) stands for; the next free one where it is taken. */
export function memorableName(key: string, taken: ReadonlySet<string>): string {
  const start = Number.parseInt(key.slice(0, 8), 16);
  const count = adjectives.length * nouns.length;
  for (let i = 0; i < count; i++) {
    // A step that shares no factor with the count visits every pair before it repeats one.
    const place = (start + i * 1327) % count;
    const name = `${adjectives[place % adjectives.length]}-${nouns[Math.floor(place / adjectives.length)]}`;
    if (!taken.has(name)) return name;
  }
  return `run-${key.slice(0, 8)}`;
}
