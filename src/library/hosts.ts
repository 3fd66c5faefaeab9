/**
 * Every server that the lab may ask for data, besides its own; nothing of yours goes to any of them.
 * The one list: the page's Content-Security-Policy is made of it (vite.config.ts, public/_headers by
 * `npm run headers`), and tests hold each dataset's addresses to it. Whoever runs the lab with a
 * mirror changes it here.
 *
 *   origin  as CSP writes it: `https://host`, or `https://*.host` for all hosts below it
 */

export interface Host {
  readonly origin: string;
  readonly gives: string;
}

/** Where the Hub's own interface and its files are asked for. */
export const HUB = 'https://huggingface.co';

export const hosts: readonly Host[] = [
  {
    origin: 'https://raw.githubusercontent.com',
    gives: 'files of public repositories: MNIST, Fashion-MNIST',
  },
  { origin: HUB, gives: 'the Hugging Face Hub: what a dataset holds, and its small files' },
  // cas-bridge.xethub.hf.co, us.aws.cdn.hf.co, cdn-lfs-us-1.hf.co …: they change with time and place
  { origin: 'https://*.hf.co', gives: "the Hub's large files, to which it redirects" },
  { origin: 'https://*.huggingface.co', gives: "the Hub's large files, under its older names" },
];

export function isListed(url: string): boolean {
  const { origin, protocol, host } = new URL(url);
  return hosts.some((each) => {
    const [scheme, name] = each.origin.split('//*') as [string, string?];
    return name === undefined ? each.origin === origin : protocol === scheme && host.endsWith(name);
  });
}
