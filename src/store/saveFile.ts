/** Hands text to the browser as a file to save. */
export function saveText(text: string, { name, type }: { name: string; type: string }): void {
  saveBlob(new Blob([text], { type }), name);
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads the address after this task; freeing it at once would cancel the save.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Windows takes these for devices, whatever extension follows. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** `Accuracy, %` as a file name: `accuracy`. */
export function fileNameOf(title: string): string {
  const words = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const name = words.replace(/^-+|-+$/g, '') || 'chart';
  return device.test(name) ? `${name}-file` : name;
}
