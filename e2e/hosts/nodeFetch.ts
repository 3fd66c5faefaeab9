/** A fetch for Node that takes every https address to the tests' own hosts, redirects and all. */
import type { HostsServer } from './server.ts';

export function fetchFrom({ port }: HostsServer) {
  return async (url: string, request: RequestInit = {}): Promise<Response> => {
    let address = url;
    for (let hop = 0; hop < 5; hop++) {
      const here = address.replace('https://', `http://127.0.0.1:${port}/`);
      const response = await fetch(here, { ...request, redirect: 'manual' });
      const location = response.headers.get('Location');
      if (!location) return response;
      await response.body?.cancel();
      address = new URL(location, address).href;
    }
    throw new TypeError('too many redirects');
  };
}
