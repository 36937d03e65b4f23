import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createOllamaProvider } from './create-ollama-provider.js';
import { defaultBaseUrl } from './open-http.js';

/**
 * The plugin for Ollama: `plugins: [ollama]`, `config: { provider: 'ollama' }`. The default base URL is the value of `OLLAMA_HOST`, or
 * `http://localhost:11434` if that is unset.
 */
export const ollama = defineProvider({
  id: 'ollama',
  capabilities,
  defaultBaseUrl,
  optionKeys: ['toolImages'],
  create: createOllamaProvider,
});
