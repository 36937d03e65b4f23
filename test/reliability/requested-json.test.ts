import type { ChatRequest, ChatResponse } from '@lmux/core';
import { scriptServer, sseOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf, UNKNOWN_ROUTE } from './support/provider-client.ts';

const FORMATS: readonly (readonly [what: string, request: Partial<ChatRequest>])[] = [
  ['json_object', { responseFormat: { type: 'json_object' } }],
  ['json_schema', { responseFormat: { type: 'json_schema', name: 'city', schema: { type: 'object' } } }],
  ['extra', { extra: { response_format: { type: 'json_object' } } }],
];

const NO_JSON: readonly (readonly [what: string, request: Partial<ChatRequest>])[] = [
  ['no format', {}],
  ['extra that removes the format', { responseFormat: { type: 'json_object' }, extra: { response_format: undefined } }],
];

/** Sends a chat to a server that puts all its output into the reasoning, as LM Studio does: lmstudio-ai/lmstudio-bug-tracker issue 1698. */
async function send(
  provider: 'openai' | 'llamacpp' | 'lmstudio',
  streamed: boolean,
  format: Partial<ChatRequest>,
): Promise<ChatResponse> {
  const said = { role: 'assistant', content: '', reasoning_content: '{"city":"Paris"}' };
  const about = { id: 'c', model: 'm', created: 1 };
  const { url } = await scriptServer(({ route }) => {
    if (!route.startsWith('POST')) return undefined;
    if (!streamed) return { body: { ...about, choices: [{ index: 0, message: said, finish_reason: 'stop' }] } };
    const chunk = { ...about, choices: [{ index: 0, delta: said, finish_reason: 'stop' }] };
    return { body: sseOf([chunk]), contentType: 'text/event-stream' };
  }, UNKNOWN_ROUTE);
  const client = clientOf(provider, url);
  const request: ChatRequest = { messages: [{ role: 'user', content: 'Where?' }], ...format };
  const options = { route: 'openai' };
  return streamed ? client.chatStream(request, options).response() : client.chat(request, options);
}

describe.each(['openai', 'llamacpp', 'lmstudio'] as const)('provider %s', (provider) => {
  describe.each([false, true])('streamed: %s', (streamed) => {
    test.each(FORMATS)('warns that the JSON is in the reasoning: %s', async (_, format) => {
      const { text, reasoning, warnings } = await send(provider, streamed, format);
      expect({ text, reasoning }).toEqual({ text: '', reasoning: '{"city":"Paris"}' });
      expect(warnings).toEqual([
        { code: 'empty_response', message: expect.stringContaining('the JSON is in "reasoning"') as string },
      ]);
    });

    test.each(NO_JSON)('does not warn if no JSON was requested: %s', async (_, format) => {
      expect(await send(provider, streamed, format)).toMatchObject({
        text: '',
        reasoning: '{"city":"Paris"}',
        warnings: [],
      });
    });
  });
});
