import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createLlamaCppProvider } from './create-llamacpp-provider.js';

/** The plugin for llama-server: `plugins: [llamacpp]`, `config: { provider: 'llamacpp' }`. */
export const llamacpp = defineProvider({
  id: 'llamacpp',
  capabilities,
  optionKeys: ['toolImages'],
  create: createLlamaCppProvider,
});
