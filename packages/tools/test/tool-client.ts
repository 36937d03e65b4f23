import { createClient, type LmClient, type ToolCall } from '@lmux/core';
import { fakeProvider, type FakeProviderOptions, type FakeReplyParts, type FakeToolCall } from '@lmux/core/testing';
import { z } from 'zod';
import { tool } from '../src/index.js';

export const messages = [{ role: 'user', content: 'What is the weather? PROMPT-7391' }] as const;

/** A client whose provider gives scripted replies. */
export function toolClient(replies: FakeProviderOptions['replies']) {
  const plugin = fakeProvider({ replies });
  const client: LmClient = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'fake-model' } });
  return { plugin, client };
}

/** Returns a reply that calls tools. Their ids are `call-0`, `call-1`, ... */
export function calling(...calls: (string | FakeToolCall)[]): FakeReplyParts {
  const toolCalls = calls.map((call, index) => ({
    id: `call-${index}`,
    ...(typeof call === 'string' ? { name: call } : call),
  }));
  return { toolCalls };
}

export const weather = tool({
  name: 'get_weather',
  description: 'The weather of a city',
  parameters: z.object({ city: z.string() }),
  run: ({ city }) => ({ city, celsius: 21 }),
});

export const PARIS: FakeToolCall = { name: 'get_weather', input: { city: 'Paris' } };

/** A call as the client delivers it. */
export function callOf(changes: Partial<ToolCall> = {}): Partial<ToolCall> {
  return { id: 'call-0', name: 'get_weather', input: { city: 'Paris' }, ...changes };
}
