/** Does this run in Node, and not in a page or its worker? */
export const inNode = (): boolean =>
  typeof process !== 'undefined' && process.versions?.node !== undefined;
