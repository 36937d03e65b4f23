import type { StreamEvent } from '@lmux/core';
import { chatRequest, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { textOf } from './fixtures.js';
import { clientOf } from './support/clients.js';
import { scriptServer, sse } from './support/script-server.js';

const CHAT = 'POST /v1/chat/completions';
const recordedStream =
  (name: string): ScriptedResponse =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(textOf(name));
  };

async function eventsOf(response: ScriptedResponse, extra?: object): Promise<{ events: StreamEvent[]; body: unknown }> {
  const server = await scriptServer({ [CHAT]: response });
  const events: StreamEvent[] = [];
  for await (const event of clientOf(server.url).chatStream({ ...chatRequest(), ...extra })) events.push(event);
  return { events, body: server.requests[0]?.body };
}

describe('a stream', () => {
  test('requests prompt progress and reports it before the text', async () => {
    const { events, body } = await eventsOf(recordedStream('chat-stream-progress'));
    expect(body).toMatchObject({ return_progress: true, stream: true, stream_options: { include_usage: true } });
    expect(events.slice(0, 7)).toMatchObject([
      { type: 'start', model: 'smollm2-135m-instruct', route: 'openai' },
      { type: 'prompt-start' },
      { type: 'prompt-progress', fraction: 0 },
      { type: 'prompt-progress', fraction: 1 },
      { type: 'prompt-end' },
      { type: 'text-start' },
      { type: 'text-delta', text: 'There' },
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      response: { text: 'There are several ways', timing: { timeToFirstTokenSeconds: 3.774082 } },
    });
  });

  test('does not count cached tokens as progress', async () => {
    const progress = (processed: number) => ({
      choices: [{ index: 0, delta: { role: 'assistant', content: null }, finish_reason: null }],
      prompt_progress: { total: 20, cache: 10, processed, time_ms: 1 },
    });
    const text = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
    const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
    const { events } = await eventsOf(
      sse(progress(10), progress(15), progress(20), ...['a', 'b', 'c', 'd'].map(text), end, '[DONE]'),
    );
    const fractions = events.flatMap((event) => (event.type === 'prompt-progress' ? [event.fraction] : []));
    expect(fractions).toEqual([0, 0.5, 1]);
    expect(events.at(-1)).toMatchObject({ response: { text: 'abcd' } });
  });

  test('does not request prompt progress if the request sets return_progress', async () => {
    const { body } = await eventsOf(recordedStream('chat-stream'), { extra: { return_progress: false } });
    expect(body).toMatchObject({ return_progress: false });
  });
});
