import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { EmbeddingResponse } from '../contract/embedding.js';
import type { EventObserver } from '../contract/streams.js';
import type { StreamEvent } from '../contract/stream-event.js';
import { LmError } from '../errors/lm-error.js';
import type { ProviderCall, WithModel } from '../provider/provider.js';
import { ChatEventWriter } from '../events/chat-event-writer.js';
import { CompletionEventWriter } from '../events/completion-event-writer.js';
import type { PushSource } from '../stream/push-source.js';

/** Length of an embedding if the request sets none. */
const DIMENSIONS = 8;

/** Splits text into words, each with the space before it. An echo streams them as deltas. */
function splitWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** Returns the text of the last user message. */
function lastUserText(request: ChatRequest): string {
  const content = request.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '[image]')).join('');
}

function countPromptWords(request: ChatRequest): number {
  const texts = request.messages.map(({ content }) =>
    typeof content === 'string'
      ? content
      : (content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join(' '),
  );
  return texts.reduce((sum, text) => sum + splitWords(text.trim()).length, 0);
}

/** The common part of both event writers. */
type EchoWriter = Pick<CompletionEventWriter, 'start' | 'text' | 'finish' | 'facts'>;

/** Writes a text word by word, as a provider writes the deltas of a server. */
function write(writer: EchoWriter, text: string, inputTokens: number, live: () => boolean): void {
  const words = splitWords(text);
  writer.start();
  for (const word of words) {
    if (!live()) return;
    writer.text(word);
  }
  if (!live()) return;
  const outputTokens = words.length;
  writer.facts.finishReason = { unified: 'stop', raw: 'stop' };
  writer.facts.usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  writer.facts.raw = { echo: text };
  writer.finish();
}

/** Pushes all events in one microtask, as one network read would. Ends early when it is canceled or aborted. */
function inOneTurn<Event>(
  call: ProviderCall,
  run: (emit: (event: Event) => void, live: () => boolean) => void,
): PushSource<Event> {
  const { signal } = call.options;
  const failure = (): LmError | undefined =>
    signal?.aborted
      ? new LmError('aborted', 'The caller aborted the call. The reason is in "cause".', { cause: signal.reason })
      : undefined;
  return {
    subscribe(observer: EventObserver<Event>) {
      let canceled = false;
      queueMicrotask(() => {
        if (canceled) return;
        run(
          (event) => {
            if (!canceled) observer.next(event);
          },
          () => !canceled && failure() === undefined,
        );
        if (canceled) return;
        const error = failure();
        if (error === undefined) observer.complete();
        else observer.error(error);
      });
      return {
        pause() {},
        resume() {},
        cancel() {
          canceled = true;
        },
      };
    },
  };
}

/** Responds to a chat with its last user message, word by word. Each word counts as a token. */
export function echoChat(
  request: WithModel<ChatRequest>,
  call: ProviderCall,
  generateId: () => string,
): PushSource<StreamEvent> {
  return inOneTurn(call, (emit, live) => {
    const { route, warnings, options } = call;
    const { collect } = options;
    const writer = new ChatEventWriter({ emit, model: request.model, route, warnings, generateId, collect });
    write(writer, lastUserText(request), countPromptWords(request), live);
  });
}

/** Continues a prompt with the prompt, word by word. */
export function echoCompletion(
  request: WithModel<CompletionRequest>,
  call: ProviderCall,
): PushSource<Parameters<ConstructorParameters<typeof CompletionEventWriter>[0]['emit']>[0]> {
  return inOneTurn(call, (emit, live) => {
    const { route, warnings, options } = call;
    const writer = new CompletionEventWriter({
      emit,
      model: request.model,
      route,
      warnings,
      collect: options.collect,
    });
    write(writer, request.prompt, splitWords(request.prompt.trim()).length, live);
  });
}

/** Resolves with the response of the finish event. */
export function finishedResponse<Response = ChatResponse>(
  source: PushSource<{ readonly type: string; readonly response?: unknown }>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    source.subscribe({
      next: (event) => {
        if (event.type === 'finish') resolve(event.response as Response);
      },
      error: reject,
      complete() {},
    });
  });
}

/** Returns a vector of length 1 that depends only on the text. */
function echoVector(text: string, dimensions = DIMENSIONS): number[] {
  // FNV-1a, continued for each number.
  let hash = 2_166_136_261;
  const mix = (code: number): void => {
    hash = Math.imul(hash ^ code, 16_777_619);
  };
  for (const character of text) mix(character.codePointAt(0) ?? 0);
  const vector = Array.from({ length: dimensions }, (_, index) => {
    mix(index);
    return hash / 2 ** 31;
  });
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Returns the embeddings of texts, in the order of the texts. */
export function echoEmbeddings(
  texts: readonly string[],
  model: string,
  dimensions: number | undefined,
  { warnings }: ProviderCall,
): EmbeddingResponse {
  const inputTokens = texts.reduce((sum, text) => sum + splitWords(text.trim()).length, 0);
  return {
    embeddings: texts.map((text) => echoVector(text, dimensions)),
    model,
    usage: { inputTokens, totalTokens: inputTokens },
    warnings,
    raw: { echo: texts },
  };
}
