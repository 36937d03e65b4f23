import {
  isLmError,
  type CallOptions,
  type ChatRequest,
  type ChatResponse,
  type LmClient,
  type PartialResponse,
  type ToolCall,
  type ToolMessage,
} from '@lmux/core';
import {
  abortedError,
  attachPartial,
  isBoolean,
  toLmError,
  type EventObserver,
  type StreamSubscription,
} from '@lmux/core/provider/streams';
import { callApplication } from './application-error.js';
import { callOptions } from './check-tool-run.js';
import { maxStepsWarning, responseOf } from './finish-run.js';
import { inParallel } from './in-parallel.js';
import { nextChat, type NextChat } from './next-chat.js';
import { assertProgress } from './repetition.js';
import type { RunHistory } from './run-history.js';
import { runToolCall } from './run-tool-call.js';
import { streamStep } from './stream-step.js';
import type { ToolRunEvent } from './tool-run-event.js';
import type { ToolRunOptions, ToolRunRequest } from './tool-run-request.js';
import type { ToolRunResponse, ToolRunStep } from './tool-run-response.js';
import { untilAborted } from './until-aborted.js';

const MAX_STEPS = 8;

/** Sends the chats of a run, and runs the tools in between, until the model calls no tool. */
export class ToolRun implements StreamSubscription {
  readonly #client: LmClient;
  readonly #request: ToolRunRequest;
  readonly #options: ToolRunOptions;
  /** The options of the chats. */
  readonly #call: CallOptions;
  readonly #history: RunHistory;
  readonly #observer: EventObserver<ToolRunEvent>;
  /** Aborted when the run ends before it is complete. */
  readonly #ended = new AbortController();
  /** Those of the calls that are run. Many listeners on one signal would make Node warn of a leak. */
  readonly #calls = new Set<AbortController>();
  #isOver = false;
  #isPaused = false;
  /** True while a chat is streamed, whose error then ends the run. */
  #isChatting = false;
  #chat: StreamSubscription | undefined;
  /** What arrived of the chat that failed. */
  #partial: PartialResponse | undefined;

  constructor(
    client: LmClient,
    request: ToolRunRequest,
    options: ToolRunOptions,
    history: RunHistory,
    observer: EventObserver<ToolRunEvent>,
  ) {
    this.#client = client;
    // The application may add to its messages while the run lasts.
    this.#request = { ...request, messages: [...(request.messages ?? [])], tools: [...request.tools] };
    this.#options = options;
    this.#call = callOptions(options);
    this.#history = history;
    this.#observer = observer;
  }

  /** Starts the run. No event is emitted before this returns. */
  start(): void {
    this.#options.signal?.addEventListener('abort', this.#abort);
    this.#run().then(
      (response) => {
        this.#emit({ type: 'finish', response });
        this.#end(() => this.#observer.complete());
      },
      (error: unknown) => this.#fail(error),
    );
  }

  pause(): void {
    this.#isPaused = true;
    this.#chat?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#chat?.resume();
  }

  cancel(): void {
    this.#stop(() => {});
  }

  async #run(): Promise<ToolRunResponse> {
    const { maxSteps = MAX_STEPS, stopWhen } = this.#options;
    const { steps, messages } = this.#history;
    for (let index = 0; ; index += 1) {
      const next = await this.#whileRunning(() => nextChat(this.#request, this.#options, this.#history));
      const response = await this.#whileRunning(() => this.#send(next.chat, index).catch(next.fail));
      const { step, open } = await this.#runTools(response, next);
      if (open.length > 0 || response.toolCalls.length === 0) return responseOf(response, steps, messages, open);
      const stops = await this.#whileRunning(() =>
        callApplication('stopWhen', () => stopWhen !== undefined && stopWhen(step), isBoolean),
      );
      if (!stops && index + 1 < maxSteps) {
        assertProgress(steps, this.#client.provider);
        continue;
      }
      const warnings = stops ? [] : [maxStepsWarning(maxSteps)];
      for (const warning of warnings) this.#emit({ type: 'warning', warning });
      return responseOf(response, steps, messages, response.toolCalls, ...warnings);
    }
  }

  /** Waits for something. Rejects as soon as the run ends. */
  async #whileRunning<T>(run: () => Promise<T>): Promise<T> {
    const result = await untilAborted(() => {
      this.#assertNotAborted();
      return run();
    }, this.#ended.signal);
    this.#assertNotAborted();
    return result;
  }

  #assertNotAborted(): void {
    const { signal } = this.#options;
    if (signal?.aborted === true) throw abortedError(signal);
  }

  /** Streams the chat of a step. */
  #send(chat: ChatRequest, index: number): Promise<ChatResponse> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#isChatting = false;
        this.#chat = undefined;
        settle();
      };
      this.#isChatting = true;
      const subscription = streamStep(this.#client, chat, this.#call, index, {
        next: (event) => {
          // The consumer may end the run on this event. Its step is then complete.
          if (event.type === 'step-end') this.#history.open(event.response, []);
          this.#emit(event);
        },
        error: (error) =>
          end(() => {
            if (isLmError(error)) this.#partial = error.partial;
            reject(error);
          }),
        complete: (response) => end(() => resolve(response)),
      });
      // The consumer may have ended the run on one of the first events.
      if (this.#isOver) return subscription.cancel();
      if (!this.#isChatting) return;
      this.#chat = subscription;
      if (this.#isPaused) subscription.pause();
    });
  }

  /** Runs the tools that the model called, and adds the step. `open` are the calls of tools without `run`. */
  async #runTools(
    response: ChatResponse,
    { tools }: NextChat,
  ): Promise<{ step: ToolRunStep; open: readonly ToolCall[] }> {
    const emit = (event: ToolRunEvent): void => this.#emit(event);
    const { signal } = this.#ended;
    const results: (ToolMessage | undefined)[] = [];
    this.#history.open(response, results);
    await inParallel(response.toolCalls, this.#options.concurrency ?? 1, async (call, position) => {
      signal.throwIfAborted();
      const own = new AbortController();
      this.#calls.add(own);
      try {
        results[position] = await runToolCall(call, { tools, options: this.#options, own, emit });
      } finally {
        this.#calls.delete(own);
      }
    });
    signal.throwIfAborted();
    const step = this.#history.close(response, results);
    return { step, open: response.toolCalls.filter((_, position) => results[position] === undefined) };
  }

  readonly #abort = (): void => {
    const { signal } = this.#options;
    // The error of a chat has what arrived of it.
    if (!this.#isChatting) this.#fail(abortedError(signal), signal?.reason);
  };

  #fail(reason: unknown, abortReason?: unknown): void {
    this.#stop(() => {
      const error = toLmError(reason, this.#client.provider);
      const partial = this.#history.partial(this.#partial);
      if (partial !== undefined) attachPartial(error, partial);
      this.#observer.error(error);
    }, abortReason);
  }

  /** Ends the run before it is complete. */
  #stop(notify: () => void, reason?: unknown): void {
    if (this.#isOver) return;
    this.#history.interrupt();
    this.#end(notify);
    for (const controller of [this.#ended, ...this.#calls]) controller.abort(reason);
    this.#chat?.cancel();
  }

  #emit(event: ToolRunEvent): void {
    if (!this.#isOver) this.#observer.next(event);
  }

  #end(notify: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.signal?.removeEventListener('abort', this.#abort);
    notify();
  }
}
