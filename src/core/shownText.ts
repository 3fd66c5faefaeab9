/**
 * Texts that came from outside and will be shown: no control characters, nothing that turns the
 * reading direction or is invisible, well-formed, and short.
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
