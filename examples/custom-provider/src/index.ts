import { defineProvider } from '@lmux/core/provider';
import { capabilities } from './capabilities.ts';
import { createAcmeProvider } from './create-acme-provider.ts';

/** The plugin. Use it with `plugins: [acme]` and `config: { provider: 'acme', baseUrl: '...' }`. */
export const acme = defineProvider({ id: 'acme', capabilities, create: createAcmeProvider });
