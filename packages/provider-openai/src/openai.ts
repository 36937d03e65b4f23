import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createOpenAIProvider } from './create-openai-provider.js';
import { OPTION_KEYS } from './openai-options.js';

// Marked as pure, so that a bundle with the wire client alone leaves the provider out: 7 kB.
/** The plugin: `plugins: [openai]`, `config: { provider: 'openai', ... }`. */
export const openai = /* @__PURE__ */ defineProvider({
  id: 'openai',
  capabilities,
  optionKeys: OPTION_KEYS,
  create: createOpenAIProvider,
});
