import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import { isLmError } from '../errors/guards.js';
import { attachPartial } from '../errors/stream-error.js';
import type { PushSource } from '../stream/push-source.js';
import type { EmulatedCall } from './emulated-call.js';
import { emulateRequest } from './emulate-request.js';
import { EmulatedOutput } from './emulated-output.js';

/** Sends a chat with emulated tools, and returns its response as that of a model that has tools. */
export async function emulateChat(
  call: EmulatedCall,
  send: (request: ChatRequest) => Promise<ChatResponse>,
): Promise<ChatResponse> {
  const received = await send(emulateRequest(call));
  // Only the history of the request had calls.
  if (call.request.tools === undefined) return received;
  let response = received;
  const output = new EmulatedOutput(call, (event) => {
    if (event.type === 'finish') ({ response } = event);
  });
  output.writer.start(received.model);
  for (const warning of received.warnings) output.writer.warning(warning);
  output.writer.reasoning(received.reasoning ?? '');
  output.text(received.text);
  for (const toolCall of received.toolCalls) output.toolCall(toolCall);
  output.writer.refusal(received.refusal ?? '');
  output.finish(received);
  return response;
}

/** Returns the source of a chat with emulated tools, whose events are those of a model that has tools. */
export function emulateChatStream(
  call: EmulatedCall,
  open: (request: ChatRequest) => PushSource<StreamEvent>,
): PushSource<StreamEvent> {
  const source = open(emulateRequest(call));
  if (call.request.tools === undefined) return source;
  return { subscribe: (observer) => source.subscribe(new EmulatedObserver(call, observer)) };
}

/** Receives the events of the server, and passes on those of a model that has tools. */
class EmulatedObserver implements EventObserver<StreamEvent> {
  readonly #target: EventObserver<StreamEvent>;
  readonly #output: EmulatedOutput;

  constructor(call: EmulatedCall, target: EventObserver<StreamEvent>) {
    this.#target = target;
    this.#output = new EmulatedOutput(call, (event) => target.next(event));
  }

  next(event: StreamEvent): void {
    const { writer } = this.#output;
    switch (event.type) {
      case 'text-delta':
        return this.#output.text(event.text);
      case 'start':
        return writer.start(event.model);
      case 'warning':
        return writer.warning(event.warning);
      case 'reasoning-delta':
        return writer.reasoning(event.text);
      case 'refusal-delta':
        return writer.refusal(event.text);
      case 'finish':
        return this.#output.finish(event.response);
      case 'tool-call-end':
        return this.#output.toolCall(event.toolCall);
      // The writer adds the beginning and the end of each block.
      case 'text-start':
      case 'text-end':
      case 'reasoning-start':
      case 'refusal-start':
      case 'tool-call-start':
      case 'tool-call-delta':
        return;
      case 'reasoning-end':
      case 'refusal-end':
        return writer.endBlock();
      default:
        this.#target.next(event);
    }
  }

  error(error: unknown): void {
    const partial = isLmError(error) ? error.partial : undefined;
    if (partial !== undefined) attachPartial(error, this.#output.partial(partial));
    this.#target.error(error);
  }

  complete(): void {
    this.#target.complete();
  }
}
