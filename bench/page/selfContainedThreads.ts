/**
 * TensorFlow.js starts its WASM threads from the *text* of a function, which names a variable outside
 * of it. Unminified that is harmless (`typeof` guards it); minified, the threads fail with "e is not
 * defined". The variable only serves pages that load the module by a script tag, so it goes.
 */
import type { Plugin } from 'vite';

export function selfContainedThreads(): Plugin {
  return {
    name: 'self-contained-threads',
    transform(code, id) {
      if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return null;
      const changed = code
        .replaceAll('typeof _scriptDir !== "undefined" && _scriptDir', 'false')
        .replaceAll('||_scriptDir', '');
      return { code: changed, map: null };
    },
  };
}
