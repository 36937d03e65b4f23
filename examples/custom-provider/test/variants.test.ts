import { createHttpClient, defineProvider, wireOptionsOf, type CapabilityMatrix } from '@lmux/core/provider';
import { providerConformance } from '@lmux/core/testing';
import { test } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { createAcmeProvider } from '../src/create-acme-provider.ts';
import { encodeChat } from '../src/encode-chat.ts';
import { requestEvents } from '../variants/event-format.ts';
import { resumableChat } from '../variants/resumable-chat.ts';
import { fixtures } from './fixtures.ts';

const MATRIX = {
  ...capabilities,
  routes: { generate: { ...capabilities.routes.generate, resume: 'yes' } },
} as const satisfies CapabilityMatrix;

/** The example with a format that writes events, and with streams that can be resumed. */
const variant = defineProvider({
  id: 'acme',
  capabilities: MATRIX,
  create(context) {
    const provider = createAcmeProvider(context);
    const { http, close } = createHttpClient(wireOptionsOf(context), {
      provider: 'acme',
      defaultBaseUrl: 'http://localhost:7070',
      errorRules: [
        { code: /^no_such_model$/, is: 'model_not_found' },
        { code: /^too_long$/, is: 'context_overflow' },
      ],
    });
    return {
      ...provider,
      chatStream(request, call) {
        const { model } = request;
        const { route, warnings, options } = call;
        const { generateId } = context;
        return resumableChat(call, (id, resume) => {
          const body = { ...encodeChat(request, true), id };
          return requestEvents(
            http,
            { method: 'POST', path: '/generate', body, options, resume },
            { model, route, warnings, generateId },
          );
        });
      },
      async close() {
        await Promise.all([provider.close?.(), close()]);
      },
    };
  },
});

providerConformance({
  test,
  factory: () => ({ plugins: [variant], config: { provider: 'acme' } }),
  fixtures,
});
