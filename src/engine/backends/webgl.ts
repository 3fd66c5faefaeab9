/** WebGL 2 through TensorFlow.js, with 32-bit floats or not at all. */
import { isSoftware, type Backend } from './backend.ts';

export const webgl: Backend = {
  id: 'webgl',
  label: 'WebGL',
  async open() {
    const adapter = adapterName();
    const { openWebgl } = await import('../kernels/onWebgl.ts');
    const { kernels, context } = await openWebgl();
    return {
      kernels,
      label: `WebGL · ${shortName(adapter)}`,
      threads: 1,
      adapter,
      software: isSoftware(adapter),
      // A lost context answers with zeros as if nothing had happened.
      fault: () => (context.isContextLost() ? 'the WebGL context was lost' : undefined),
    };
  },
};

/** What the driver calls itself; throws where there is no WebGL 2. */
function adapterName(): string {
  if (typeof OffscreenCanvas === 'undefined') throw new Error('there is no WebGL here');
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('this browser has no WebGL 2');
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** `ANGLE (Google, Vulkan 1.3 (SwiftShader Device …), …)` is too long to show. */
function shortName(adapter: string): string {
  if (isSoftware(adapter)) return 'software';
  return /ANGLE \([^,]*, ([^,(]+)/.exec(adapter)?.[1]?.trim() ?? adapter.slice(0, 32);
}
