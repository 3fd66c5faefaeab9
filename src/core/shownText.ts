/**
 * Texts that came from outside and will be shown: no control characters, nothing that turns the
 * reading direction or is invisible, well-formed, and short. And numbers of bytes as people read them.
 */
const MAX_NAME = 120;

/** Cc: controls. The rest: bidi marks, embeddings, overrides and isolates; zero-width space and joiner. */
const unshowable = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
/** With the u flag only halves without their other half match. */
const loneSurrogate = /\p{Surrogate}/gu;

/** Cleaning twice changes nothing more. */
export function cleanText(text: string, maxCodePoints: number): string {
  const clean = text.replace(loneSurrogate, '\uFFFD').replace(unshowable, '').trim();
  return [...clean].slice(0, maxCodePoints).join('').trim();
}

export function cleanName(name: string): string {
  return cleanText(name, MAX_NAME) || 'unnamed';
}

/** `412 bytes`, `7.8 kB`, `184 MB`, `1.2 GB`; a kilobyte is 1000 bytes. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const power = Math.min(3, Math.floor(Math.log10(bytes * 1.0005) / 3)); // 999,600 is 1.0 MB
  const value = bytes / 1000 ** power;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${['', 'kB', 'MB', 'GB'][power]}`;
}
