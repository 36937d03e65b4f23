import { expect } from 'vitest';
import type { Emulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { CHAT_PATH, post } from '../support/post.js';
import { eventsOf } from '../support/read-sse.js';
import type { ChunkWire } from '../support/wire.js';
import { CHAT_CHUNK, ERROR_REPLY, MODEL_EVENT, MODEL_LIST } from './schemas.js';

/** A chunk with the fields that llama-server adds. */
export interface LlamaChunk extends ChunkWire {
  readonly timings?: { readonly prompt_n: number; readonly predicted_n: number };
  readonly prompt_progress?: { readonly total: number; readonly cache: number; readonly processed: number };
}

/** An event of GET /models/sse. */
export interface ModelEventWire {
  readonly model: string;
  readonly event: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Streams a chat and returns its chunks. Checks each against the schema and requires the final `[DONE]`. */
export async function streamLlama(emulator: Emulator, body: object): Promise<LlamaChunk[]> {
  const response = await post(emulator, CHAT_PATH, { ...body, stream: true });
  const events = eventsOf(await response.text());
  expect(events.pop()).toBe('[DONE]');
  return events.map((event) => {
    const chunk = JSON.parse(event) as LlamaChunk;
    check(CHAT_CHUNK, chunk);
    return chunk;
  });
}

/** Expects an error response with this status and returns its `error`. */
export async function errorOf(response: Promise<Response>, status: number): Promise<Record<string, unknown>> {
  const { status: given, body } = await response.then(async (got) => ({ status: got.status, body: await got.json() }));
  expect([given, body]).toEqual([status, body]);
  check(ERROR_REPLY, body);
  return (body as { error: Record<string, unknown> }).error;
}

interface ModelEntry {
  readonly id: string;
  readonly status: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Returns the entries of GET /models, by id. */
export async function listLlama(emulator: Emulator): Promise<Record<string, ModelEntry>> {
  const body = (await (await fetch(`${emulator.url}/models`)).json()) as { data: ModelEntry[] };
  check(MODEL_LIST, body);
  return Object.fromEntries(body.data.map((entry) => [entry.id, entry]));
}

/** The model events received so far, and a method to wait for one. */
export interface ModelSubscription extends AsyncDisposable {
  readonly events: readonly ModelEventWire[];
  /** Resolves with the first past or future event for which `found` returns true. */
  until(found: (event: ModelEventWire) => boolean): Promise<ModelEventWire>;
}

/** Subscribes to the events of all models. */
export async function subscribeToModels(emulator: Emulator): Promise<ModelSubscription> {
  const controller = new AbortController();
  const response = await fetch(`${emulator.url}/models/sse`, { signal: controller.signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const events: ModelEventWire[] = [];
  const listeners = new Set<() => void>();
  const reading = (async () => {
    let text = '';
    for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += piece;
      const end = text.lastIndexOf('\n\n') + 2;
      for (const event of eventsOf(text.slice(0, end))) {
        const parsed = JSON.parse(event) as ModelEventWire;
        check(MODEL_EVENT, parsed);
        events.push(parsed);
      }
      text = text.slice(end);
      for (const listen of listeners) listen();
    }
  })().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    events,
    until: (found) =>
      new Promise((resolve) => {
        const listen = (): void => {
          const event = events.find(found);
          if (event === undefined) return;
          listeners.delete(listen);
          resolve(event);
        };
        listeners.add(listen);
        listen();
      }),
    [Symbol.asyncDispose]: async () => {
      controller.abort();
      await reading;
    },
  };
}
