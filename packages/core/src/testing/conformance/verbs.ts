import type { CallOptions } from '../../contract/call-options.js';
import type { Capability } from '../../contract/capability.js';
import type { ChatRequest, ChatResponse } from '../../contract/chat.js';
import type { CompletionResponse } from '../../contract/completion.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { CompletionStreamEvent, StreamEvent } from '../../contract/stream-event.js';
import type { EventStream } from '../../contract/streams.js';
import { conformanceWords } from './conformance-words.js';

const { model, inputs, instanceId, job } = conformanceWords;

/** A prompt that must not turn up in an error. */
export const PROMPT = 'conformance prompt 73914: say hello';

/** A chat that asks for nothing but a reply. */
const CHAT: ChatRequest & { readonly model: string } = { model, messages: [{ role: 'user', content: PROMPT }] };

/** Calls that stream. */
export type StreamVerb = Extract<Capability, `${string}.stream`>;

/** An event of either stream. */
export type AnyStreamEvent = StreamEvent | CompletionStreamEvent;

/** Either stream. */
export type AnyStream = EventStream<AnyStreamEvent, ChatResponse | CompletionResponse>;

/** Opens a stream. */
export function openStream(
  client: LmClient,
  verb: StreamVerb,
  options: CallOptions,
  extra: Partial<ChatRequest> = {},
): AnyStream {
  return verb === 'chat.stream'
    ? client.chatStream({ ...CHAT, ...extra }, options)
    : client.completeStream({ model, prompt: PROMPT }, options);
}

/** Makes one call and gives what it comes to; of a stream its response, of a yes or no a list of one. */
export async function call(
  client: LmClient,
  verb: Capability,
  options: CallOptions,
  extra: Partial<ChatRequest> = {},
): Promise<object> {
  switch (verb) {
    case 'chat':
      return client.chat({ ...CHAT, ...extra }, options);
    case 'chat.stream':
    case 'completion.stream':
      return openStream(client, verb, options, extra).response();
    case 'completion':
      return client.complete({ model, prompt: PROMPT }, options);
    case 'embedding':
      return client.embed({ model, input: [...inputs] }, options);
    case 'models.list':
      return client.models.list(options);
    case 'models.running':
      return [await client.models.isRunning(model, options)];
    case 'models.load':
      return client.models.load({ model }, options);
    case 'models.unload':
      return client.models.unload(instanceId, options);
    case 'models.download':
      return client.models.download({ model }, options);
    case 'models.downloadStatus':
      return client.models.downloadStatus(job.jobId, options);
    default:
      throw new Error(`The suite knows no call for "${String(verb satisfies never)}".`);
  }
}
