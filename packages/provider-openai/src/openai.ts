import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createOpenAIProvider } from './create-openai-provider.js';
import { OPTION_KEYS } from './openai-options.js';

/** The plugin: `plugins: [openai]`, `config: { provider: 'openai', ... }`. */
export const openai = defineProvider({
  id: 'openai',
  capabilities,
  optionKeys: OPTION_KEYS,
  create: createOpenAIProvider,
});
