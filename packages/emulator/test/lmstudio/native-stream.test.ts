import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { rawPost } from '../support/raw-post.js';
import { withEmulator } from '../support/with-emulator.js';
import { LOAD, NATIVE_CHAT, postNative, sendChat, streamEvents, typesOf, UNLOAD } from './native-requests.js';
import type { EventWire } from './native-wire.js';
import { LOAD_REPLY, UNLOAD_REPLY } from './schemas/models.js';

const MODELS = [{ id: 'plain' }, { id: 'thinking', reasoning: true }];
const emulator = withEmulator({ models: MODELS });

const PROMPT = ['prompt_processing.start', 'prompt_processing.progress', 'prompt_processing.end'];
const REASONING = ['reasoning.start', 'reasoning.delta', 'reasoning.end'];
const MESSAGE = ['message.start', 'message.delta', 'message.end'];

const textOf = (events: readonly EventWire[], type: string): string =>
  events.map((event) => (event.type === type ? event.content : '')).join('');

describe('a native stream', () => {
  test('has the events of a chat in order and the complete reply in the last', async () => {
    const events = await streamEvents(emulator(), { model: 'plain', input: 'Hello' });
    expect(typesOf(events)).toEqual(['chat.start', ...PROMPT, ...MESSAGE, 'chat.end']);
    expect(events[0]?.model_instance_id).toBe('plain');
    const result = events.at(-1)?.result;
    expect(result?.output).toEqual([{ type: 'message', content: textOf(events, 'message.delta') }]);
    const whole = await sendChat(emulator(), { model: 'plain', input: 'Hello' });
    expect({ ...result, response_id: '' }).toEqual({ ...whole, response_id: '' });
  });

  test('reports a load with its progress, and reasoning before the message', async () => {
    await using slow = await startEmulator({ models: MODELS, loadMs: 4 });
    const events = await streamEvents(slow, { model: 'thinking', input: 'Hello' });
    expect(typesOf(events)).toEqual([
      'chat.start',
      'model_load.start',
      'model_load.progress',
      'model_load.end',
      ...PROMPT,
      ...REASONING,
      ...MESSAGE,
      'chat.end',
    ]);
    const progress = events.filter(({ type }) => type === 'model_load.progress').map((event) => event.progress);
    expect(progress).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const result = events.at(-1)?.result;
    expect(result?.stats.model_load_time_seconds).toBe(0.004);
    expect(result?.output[0]?.content).toBe(textOf(events, 'reasoning.delta'));
  });

  test('has LF line endings, an event line before each data line and no [DONE]', async () => {
    const connection = await rawPost(emulator(), NATIVE_CHAT, { model: 'plain', input: 'Hi', stream: true });
    const raw = await connection.until('\r\n0\r\n\r\n');
    expect(raw).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Powered-By: Express\r\nContent-Type: text\/event-stream\r\n/);
    expect(raw).toMatch(/Keep-Alive: timeout=5\r\n/);
    expect(raw).toContain('event: message.delta\ndata: {"type":"message.delta","content":" is"}\n\n');
    expect(raw).not.toContain('[DONE]');
    connection.socket.destroy();
  });

  test('has no response id with store: false', async () => {
    const events = await streamEvents(emulator(), { model: 'plain', input: 'Hello', store: false });
    expect(events.at(-1)?.result).not.toHaveProperty('response_id');
  });

  test('waits for a slot and stops when the client disconnects', async () => {
    await using slow = await startEmulator({ models: MODELS, delayMs: 60_000, parallel: 1 });
    const first = await rawPost(slow, NATIVE_CHAT, { model: 'plain', input: 'Hi', stream: true });
    await first.until('prompt_processing.start');
    const second = await rawPost(slow, NATIVE_CHAT, { model: 'plain', input: 'Hi', stream: true });
    await second.until('chat.start');
    expect(slow.waitingRequests).toBe(1);
    first.socket.destroy();
    await slow.clientDisconnected(1);
    await second.until('prompt_processing.start');
    expect(slow.activeRequests).toBe(1);
    second.socket.destroy();
    await slow.clientDisconnected(2);
  });
});

describe('unloading a model during a reply', () => {
  test('ends a stream with an error and the partial output, and other replies with a 400', async () => {
    let speak: (text: string) => void = () => undefined;
    const speech = new Promise<string>((resolve) => {
      speak = resolve;
    });
    let requests = 0;
    let allRequested: () => void = () => undefined;
    const bothRequested = new Promise<void>((resolve) => {
      allRequested = resolve;
    });
    const reply = (): Promise<string> => {
      requests += 1;
      if (requests === 2) allRequested();
      return speech;
    };
    await using gated = await startEmulator({ models: MODELS, reply });
    const connection = await rawPost(gated, NATIVE_CHAT, { model: 'plain', input: 'Hi', stream: true });
    await connection.until('prompt_processing.end');
    const whole = rawPost(gated, NATIVE_CHAT, { model: 'plain', input: 'Hi' });
    await bothRequested;
    await postNative(gated, UNLOAD, { instance_id: 'plain' }, UNLOAD_REPLY);
    await postNative(gated, LOAD, { model: 'plain' }, LOAD_REPLY);
    speak('Hello');
    const streamed = await connection.until('chat.end');
    expect(streamed).toContain('data: {"type":"error","error":{"type":"internal_error","message":"Model unloaded."}}');
    expect(streamed).toContain('"output":[]');
    const refused = await (await whole).until('}');
    expect(refused).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(refused).toContain('"error": "Model unloaded."');
    connection.socket.destroy();
    (await whole).socket.destroy();
  });
});
