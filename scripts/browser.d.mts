/** Path of a Chromium on this machine, or undefined. */
export function findChromium(): Promise<string | undefined>;
/** Finds Chromium or installs it; ends the program with a message when neither works. */
export function ensureChromium(): Promise<string>;
