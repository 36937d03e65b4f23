import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createOpenAIProvider } from './create-openai-provider.js';
import { OPTION_KEYS } from './openai-options.js';

// Marked as pure, so that a bundle with only the wire client does not contain the provider (7 kB).
/** Plugin for OpenAI and OpenAI-compatible servers: `plugins: [openai]`, `config: { provider: 'openai', ... }`. */
export const openai = /* @__PURE__ */ defineProvider({
  id: 'openai',
  capabilities,
  optionKeys: OPTION_KEYS,
  create: createOpenAIProvider,
});
