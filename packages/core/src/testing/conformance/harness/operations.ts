import type { CallOptions } from '../../../contract/call-options.js';
import type { Operation } from '../../../contract/capability.js';
import type { ChatRequest, ChatResponse } from '../../../contract/chat.js';
import type { CompletionRequest, CompletionResponse } from '../../../contract/completion.js';
import type { LmClient } from '../../../contract/lm-client.js';
import type { AnyStreamEvent } from '../../../contract/stream-event.js';
import type { EventStream } from '../../../contract/streams.js';
import { countTokens } from '../../../client/context/count-tokens.js';
import { conformanceValues } from '../conformance-values.js';

const { model, inputs, instanceId, job } = conformanceValues;

/** The prompt of every chat and completion. It must not occur in error messages. */
export const PROMPT = 'conformance prompt 73914: say hello';

/** A chat request without settings. */
const CHAT: ChatRequest & { readonly model: string } = { model, messages: [{ role: 'user', content: PROMPT }] };

/** An operation that streams. */
export type StreamOperation = Extract<Operation, `${string}.stream`>;

/** A chat stream or a completion stream. */
export type AnyStream = EventStream<AnyStreamEvent, ChatResponse | CompletionResponse>;

/** Opens a stream. */
export function openStream(
  client: LmClient,
  operation: StreamOperation,
  options: CallOptions,
  extra: Partial<ChatRequest> = {},
): AnyStream {
  return operation === 'chat.stream'
    ? client.chatStream({ ...CHAT, ...extra }, options)
    : client.completeStream(completionOf(extra), options);
}

/** Returns a completion request with the part of a chat request that the suite also sets in completions. */
function completionOf({ stop }: Partial<ChatRequest>): CompletionRequest & { readonly model: string } {
  return stop === undefined ? { model, prompt: PROMPT } : { model, prompt: PROMPT, stop };
}

/**
 * Calls one operation. Resolves with its result as an object: a stream's response, or an array that contains a boolean
 * result.
 */
export async function call(
  client: LmClient,
  operation: Operation,
  options: CallOptions,
  extra: Partial<ChatRequest> = {},
): Promise<object> {
  switch (operation) {
    case 'chat':
      return client.chat({ ...CHAT, ...extra }, options);
    case 'chat.stream':
    case 'completion.stream':
      return openStream(client, operation, options, extra).response();
    case 'completion':
      return client.complete(completionOf(extra), options);
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
    case 'models.describe':
      // Otherwise, a second call would return the description of the first one.
      return client.models.describe(model, { ...options, refresh: true });
    case 'models.delete':
      return client.models.delete(model, options);
    case 'tokens.count':
      return countTokens(client, { ...CHAT, ...extra }, options);
    default:
      throw new Error(`The suite cannot call "${String(operation satisfies never)}".`);
  }
}
