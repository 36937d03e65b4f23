import type { CapabilityMatrix } from '@lmux/core/provider';
import { providerConformance } from '@lmux/core/testing';
import { test } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { encodeChat } from '../src/encode-chat.ts';
import { requestEvents } from '../variants/event-format.ts';
import { resumableChat } from '../variants/resumable-chat.ts';
import { fixtures } from './fixtures.ts';
import { variantOf } from './variant-of.ts';

const MATRIX = {
  ...capabilities,
  routes: { generate: { ...capabilities.routes.generate, resume: 'yes' } },
} as const satisfies CapabilityMatrix;

/** The example with a format that writes events, and with streams that can be resumed. */
const variant = variantOf(MATRIX, (http, { generateId }) => ({
  chatStream(request, call) {
    const { model } = request;
    const { route, warnings, options } = call;
    return resumableChat(call, (id, resume) => {
      const body = { ...encodeChat(request, true), id };
      return requestEvents(
        http,
        { method: 'POST', path: '/generate', body, options, resume },
        { model, route, warnings, generateId },
      );
    });
  },
}));

providerConformance({
  test,
  factory: () => ({ plugins: [variant], config: { provider: 'acme' } }),
  fixtures,
});
