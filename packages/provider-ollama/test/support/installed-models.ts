import type { Script, ScriptedResponse } from '@lmux/test-support';
import { scriptServer } from './script-server.js';

export const FUTURE = '2326-11-22T13:47:32Z';

export const PAST = '2020-01-01T00:00:00Z';

export function installed(name: string, more: object = {}): object {
  return {
    name,
    model: name,
    size: 5,
    digest: `${name}-digest`,
    details: { family: 'llama', format: 'gguf' },
    ...more,
  };
}

export function running(name: string, more: object = {}): object {
  return { ...installed(name), expires_at: FUTURE, context_length: 2048, size_vram: 0, ...more };
}

/** Starts a server whose lists of models are read from `state`, which a test may change. */
export function server(
  state: { running: object[]; installed?: object[] },
  more: Readonly<Record<string, ScriptedResponse>> = {},
) {
  const script: Script = (request) => {
    if (request.route === 'GET /api/ps') return { body: { models: state.running } };
    if (request.route === 'GET /api/tags') return { body: { models: state.installed ?? [] } };
    return more[request.route] ?? { status: 404, body: { error: "model 'x' not found" } };
  };
  return scriptServer(script);
}

/** Creates a response of `/api/show`. */
export function shown(capabilities: string[], family = 'llama'): ScriptedResponse {
  return {
    body: {
      details: { family },
      capabilities,
      model_info: { 'general.architecture': family, [`${family}.context_length`]: 8192, 'general.basename': 'smol' },
    },
  };
}
