import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.js';
import { createLmStudioProvider } from './create-lmstudio-provider.js';

/** The plugin: `plugins: [lmstudio]`, `config: { provider: 'lmstudio' }`. */
export const lmstudio = defineProvider({ id: 'lmstudio', capabilities, create: createLmStudioProvider });
