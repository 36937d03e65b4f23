import type { Warning } from '@lmux/core/provider';

/** Creates the warning that a call has reloaded a model with another context length than the one with which this client loaded it. */
export function reloadWarning(model: string, loaded: number, running: number): Warning {
  return {
    code: 'context_length_mismatch',
    feature: 'contextLength',
    message: `Model "${model}" was loaded with a context length of ${loaded} tokens, but runs with ${running} now, because Ollama's OpenAI-compatible API cannot send the context length and uses the default of the server. Use the route "native", or set OLLAMA_CONTEXT_LENGTH for the server or num_ctx in the Modelfile.`,
  };
}
