import { DENIED_ROUTE, type CapabilityMatrix } from '@lmux/core/provider';

const MATRIX = {
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

/** The capability matrix of Acme servers. Editors show the name of its type instead of the cells. */
export const capabilities: AcmeMatrix = MATRIX;
export interface AcmeMatrix extends Readonly<typeof MATRIX> {}
