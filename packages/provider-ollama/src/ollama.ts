import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createOllamaProvider } from './create-ollama-provider.js';

/** The plugin: `plugins: [ollama]`, `config: { provider: 'ollama' }`. Default base URL: `OLLAMA_HOST`, then `http://localhost:11434`. */
export const ollama = defineProvider({ id: 'ollama', capabilities, create: createOllamaProvider });
