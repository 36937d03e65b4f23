import type { ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver, StreamSubscription } from '../contract/streams.js';
import { ObjectReader } from './object-reader.js';
import type { ObjectConsumer, ObjectEvent } from './object-stream.js';
import type { ObjectTask } from './object-task.js';
import { unwrap } from './unwrap.js';

type AnyObjectEvent = ObjectEvent<unknown, unknown, unknown>;

/** Streams the chats of a request for an object, until one contains it. */
export class ObjectRun implements StreamSubscription {
  readonly #client: LmClient;
  readonly #task: ObjectTask;
  readonly #reads: ObjectConsumer | undefined;
  readonly #observer: EventObserver<AnyObjectEvent>;
  /** The validated elements that were emitted, and what the model wrote for them. */
  readonly #elements: unknown[] = [];
  readonly #written: unknown[] = [];
  #chat: StreamSubscription | undefined;
  #isPaused = false;
  #isOver = false;

  constructor(
    client: LmClient,
    task: ObjectTask,
    reads: ObjectConsumer | undefined,
    observer: EventObserver<AnyObjectEvent>,
  ) {
    this.#client = client;
    this.#task = task;
    this.#reads = reads;
    this.#observer = observer;
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
    this.#isOver = true;
    this.#task.end();
    this.#chat?.cancel();
  }

  /** Sends the next chat. */
  open(): void {
    if (this.#isOver) return;
    let response: ChatResponse | undefined;
    let isChanged = false;
    let isValid = true;
    let count = 0;
    let elements = Promise.resolve();
    const emitPartial = (): void => {
      isChanged = false;
      const value = reader.takeChanged();
      if (value !== undefined) this.#emit({ type: 'partial', value });
    };
    const addElement = async (element: unknown, index: number): Promise<void> => {
      if (isValid && !this.#isOver) isValid = await this.#addElement(element, index);
    };
    const reader = new ObjectReader({
      key: this.#task.target.key,
      ...(this.#reads === 'element' && {
        onElement: (element) => {
          const index = count;
          count += 1;
          elements = elements.then(() => addElement(element, index)).catch(this.#fail);
        },
      }),
    });
    const chat = this.#task.nextChat();
    const isTool = this.#task.plan().mode === 'tool';
    this.#chat = this.#client.chatStream(chat, this.#task.options).subscribe({
      next: (event) => {
        if (event.type === 'finish') ({ response } = event);
        const text = textOf(event, isTool);
        if (text === undefined || this.#reads === undefined) return;
        reader.write(text);
        if (this.#reads !== 'partial' || isChanged) return;
        isChanged = true;
        // After all events of the same network read.
        queueMicrotask(emitPartial);
      },
      error: (error) =>
        this.#then(async () => {
          // The elements before the error, unless the caller does not wait for them either.
          if (this.#task.options.signal?.aborted !== true) await elements;
          // Another mode would begin the list again.
          if (this.#written.length > 0 || !this.#task.fallsBack(error)) throw this.#task.errorOf(error);
          this.open();
        }),
      complete: () =>
        this.#then(async () => {
          await elements;
          if (response !== undefined && !this.#isOver) await this.#finish(response, reader.values);
        }),
    });
    if (this.#isPaused) this.#chat.pause();
  }

  /** Validates an element, and emits it. Returns false if it is not valid: the complete response then decides. */
  async #addElement(element: unknown, index: number): Promise<boolean> {
    const result = await this.#task.validateElement(element, index);
    if (result.issues !== undefined) return false;
    this.#elements.push(result.value);
    this.#written.push(element);
    this.#emit({ type: 'element', value: result.value });
    return true;
  }

  /** Returns true if a list begins with the elements that were emitted. */
  #hasWritten(list: unknown): boolean {
    return Array.isArray(list) && this.#written.every((element, index) => list[index] === element);
  }

  /** Ends the stream with the object, or sends the next chat. */
  async #finish(received: ChatResponse, values: readonly unknown[]): Promise<void> {
    // The value of which the elements were emitted. It may have another list, because a key may occur twice.
    const same = values.filter((value) => this.#hasWritten(unwrap(value, this.#task.target.key)));
    const only = this.#written.length > 0 ? same : undefined;
    const response = await this.#task.read(received, only, same.length < values.length);
    if (response === undefined) return this.open();
    if (this.#reads === 'element') {
      // An element that was emitted is the same as in the list, even if the validation creates another one each time.
      const rest = (response.object as unknown[]).slice(this.#elements.length);
      Object.assign(response, { object: [...this.#elements, ...rest] });
      for (const value of rest) this.#emit({ type: 'element', value });
    }
    this.#emit({ type: 'finish', response });
    this.#end(() => this.#observer.complete());
  }

  #emit(event: AnyObjectEvent): void {
    if (!this.#isOver) this.#observer.next(event);
  }

  /** Takes a step after the current one, and fails with its error. */
  #then(step: () => void | Promise<void>): void {
    Promise.resolve()
      .then(() => (this.#isOver ? undefined : step()))
      .catch(this.#fail);
  }

  readonly #fail = (error: unknown): void => {
    this.#end(() => this.#observer.error(error));
    this.#chat?.cancel();
  };

  #end(notify: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#task.end();
    notify();
  }
}

/** Returns the text of an event that belongs to the object. */
function textOf(event: StreamEvent, isTool: boolean): string | undefined {
  if (isTool) return event.type === 'tool-call-delta' && event.index === 0 ? event.argumentsDelta : undefined;
  return event.type === 'text-delta' ? event.text : undefined;
}
