import { chatRequest, drain } from '@lmux/test-support';
import type { NativeChatEvent } from '../../src/index.js';
import { apiOf, clientOf } from './clients.js';
import { chatResult, event, scriptServer, sse } from './script-server.js';

const ROUTE = 'POST /api/v1/chat';

export const RESULT = chatResult('Hi there', {
  stats: { ...(chatResult()['stats'] as object), model_load_time_seconds: 2.5 },
});

export const END = event('chat.end', { type: 'chat.end', result: RESULT });

export const ERROR = event('error', { type: 'error', error: { type: 'unknown', message: 'The model has crashed.' } });

export async function wireEvents(bytes: string): Promise<{ values: NativeChatEvent[]; error: unknown }> {
  const { url } = await scriptServer({ [ROUTE]: sse(bytes) });
  return drain(apiOf(url).chatStream({ model: 'm', input: 'Hello' }));
}

export async function contractEvents(bytes: string) {
  const { url } = await scriptServer({ [ROUTE]: sse(bytes) });
  return drain(clientOf(url).chatStream(chatRequest()));
}
