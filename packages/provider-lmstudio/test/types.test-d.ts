import { createClient, type LmClient } from '@lmux/core';
import { openai } from '@lmux/provider-openai';
import { expectTypeOf } from 'vitest';
import { LmStudioApi, lmstudio, type NativeChatEvent, type NativeChatRequest } from '../src/index.js';

const client = createClient({ plugins: [lmstudio], config: { provider: 'lmstudio' } });

// Every method can be called whose capability is supported on a route.
expectTypeOf(client.models.load).toBeFunction();
expectTypeOf(client.models.unload).toBeFunction();
expectTypeOf(client.models.watchDownload).toBeFunction();
expectTypeOf(client.models.describe).toBeFunction();
expectTypeOf(client.embed).toBeFunction();
expectTypeOf(client.complete).toBeFunction();
// @ts-expect-error: LM Studio's server cannot delete models
export const deleting = client.models.delete('m');
expectTypeOf(client.capabilities.routes.native.tools).toMatchTypeOf<{ readonly support: 'no' }>();
expectTypeOf(client.capabilities.provider).toEqualTypeOf<'lmstudio'>();
expectTypeOf(client).toMatchTypeOf<Pick<LmClient, 'chat' | 'embed'>>();

// With two plugins, the methods depend on the provider in the configuration.
const other = createClient({ plugins: [lmstudio, openai], config: { provider: 'openai' } });
// @ts-expect-error: OpenAI's API cannot load models
export const loading = other.models.load({ model: 'm' });
const both = createClient({ plugins: [lmstudio, openai], config: { provider: 'lmstudio' } });
expectTypeOf(both.models.load).toBeFunction();

// The 20 events of the wire client are distinguished by `type`.
const api = new LmStudioApi();
expectTypeOf(api.chatStream({ model: 'm', input: 'Hello' })).toMatchTypeOf<AsyncIterable<NativeChatEvent>>();
expectTypeOf<NativeChatEvent['type']>().toEqualTypeOf<
  | 'chat.start'
  | 'model_load.start'
  | 'model_load.progress'
  | 'model_load.end'
  | 'prompt_processing.start'
  | 'prompt_processing.progress'
  | 'prompt_processing.end'
  | 'reasoning.start'
  | 'reasoning.delta'
  | 'reasoning.end'
  | 'tool_call.start'
  | 'tool_call.name'
  | 'tool_call.arguments'
  | 'tool_call.success'
  | 'tool_call.failure'
  | 'message.start'
  | 'message.delta'
  | 'message.end'
  | 'error'
  | 'chat.end'
>();

// Requests that the server rejects do not compile.
const request: NativeChatRequest = { model: 'm', input: [{ type: 'text', content: 'Hello' }] };
export const refused: NativeChatRequest[] = [
  // @ts-expect-error: the type of a text item is `text`
  { ...request, input: [{ type: 'message', content: 'Hello' }] },
  // @ts-expect-error: the text is in `content`
  { ...request, input: [{ type: 'text', text: 'Hello' }] },
  // @ts-expect-error: unknown field
  { model: 'm', input: 'Hello', ttl: 60 },
];
