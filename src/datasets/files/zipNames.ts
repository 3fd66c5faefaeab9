/**
 * Names in zip files. Where their flag does not say UTF-8, most are UTF-8 all the same (macOS, many
 * libraries) and the rest code page 437, as PKWARE had it in 1989.
 */
const upperHalf =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

export function memberName(bytes: Uint8Array, saysUtf8: boolean): string {
  if (saysUtf8) return lenient.decode(bytes);
  try {
    return strict.decode(bytes);
  } catch {
    const letters = Array.from(bytes, (byte) =>
      byte < 128 ? String.fromCharCode(byte) : upperHalf[byte - 128]!,
    );
    return letters.join('');
  }
}
