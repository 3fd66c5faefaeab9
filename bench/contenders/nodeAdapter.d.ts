/** Comlink describes this file under another name (node-adapter.d.ts, without the m). */
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink';
  export default function nodeEndpoint(port: object): Endpoint;
}
