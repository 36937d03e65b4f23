import { DENIED_ROUTE, type CapabilityMatrix } from '@lmux/core/provider';

/** What Acme's servers can do. */
export const capabilities = {
  provider: 'acme',
  routes: {
    generate: {
      ...DENIED_ROUTE,
      chat: 'yes',
      'chat.stream': 'yes',
      'models.list': 'yes',
      systemMessage: 'yes',
      assistantMessages: 'yes',
      stop: 'yes',
      seed: { support: 'unknown', note: 'Depends on the model.' },
      tools: { support: 'no', note: 'Planned for Acme 2.' },
    },
  },
} as const satisfies CapabilityMatrix;
