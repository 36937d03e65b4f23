import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createLmStudioProvider } from './create-lmstudio-provider.js';

// Marked as pure, so that a bundle with only the wire client does not contain the provider.
/** Plugin for LM Studio: `plugins: [lmstudio]`, `config: { provider: 'lmstudio' }`. */
export const lmstudio = /* @__PURE__ */ defineProvider({
  id: 'lmstudio',
  capabilities,
  create: createLmStudioProvider,
});
