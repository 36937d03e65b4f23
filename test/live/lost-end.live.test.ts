import { createClient, type ChatResponse, type CompletionResponse, type LmClient, type StreamEvent } from '@lmux/core';
import { closeAfterTest, TcpProxy } from '@lmux/test-support';
import { describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { plugins } from '../../examples/plugins.ts';
import { liveProvider, liveRoutes, modelOf, needs } from './support.ts';

/** Matches the last part of a response: a finish reason, the last line of Ollama, or the last event of LM Studio's own API. */
const FINISH = /"finish_reason":\s*"\w|"done":\s*true|event: chat\.end/;

const MESSAGES = [{ role: 'user', content: 'Tell me about the sea.' }] as const;
const TOKENS = 6;

/** Maximum time in ms for the end of a complete response. Without its end marker, the client waits for 500 ms. */
const MAX_END_MS = 10_000;

interface Opened {
  readonly client: LmClient;
  readonly proxy: TcpProxy;
}

/** Creates a client whose responses end after the finish reason in this way. */
async function open(ending: 'close' | 'reset' | 'hold', context: TestContext): Promise<Opened> {
  const model = modelOf('LM_MODEL', context);
  const mark = { mark: FINISH, ending };
  const closeAfter = ({ line }: { readonly line: string }) => (line.startsWith('POST') ? mark : undefined);
  const proxy = closeAfterTest(await TcpProxy.start(process.env['LM_BASE_URL'] ?? '', { closeAfter }));
  const apiToken = process.env['LM_API_KEY'];
  const client = createClient({
    plugins,
    config: { provider: liveProvider, baseUrl: proxy.url, model, retry: false, ...(apiToken ? { apiToken } : {}) },
  });
  onTestFinished(() => client.close());
  return { client, proxy };
}

interface Outcome {
  readonly text: string;
  readonly response: ChatResponse | CompletionResponse | undefined;
  /** Time in ms from the last piece of text to the end. */
  readonly endMs: number;
}

/** Reads a stream to its end. */
async function read(stream: AsyncIterable<Pick<StreamEvent, 'type'>>): Promise<Outcome> {
  let text = '';
  let response: Outcome['response'];
  let lastAt = performance.now();
  for await (const event of stream as AsyncIterable<StreamEvent>) {
    if (event.type === 'finish') response = event.response;
    if (event.type !== 'text-delta') continue;
    text += event.text;
    lastAt = performance.now();
  }
  return { text, response, endMs: performance.now() - lastAt };
}

describe.each(liveRoutes())('route %s: a complete response', (route) => {
  describe.each(['close', 'reset', 'hold'] as const)('whose connection has the ending "%s"', (ending) => {
    test('finishes a chat', async (context) => {
      const { client, proxy } = await open(ending, context);
      needs(client, route, 'chat.stream', context);
      const { text, response, endMs } = await read(
        client.chatStream({ messages: MESSAGES, maxOutputTokens: TOKENS }, { route }),
      );
      expect(text).not.toBe('');
      expect(response).toMatchObject({ text, route, warnings: [] });
      expect(proxy.earlyCloses).toBe(1);
      expect(endMs).toBeLessThan(MAX_END_MS);
      await expect.poll(() => proxy.connections).toBe(0);
    });

    test('finishes a completion', async (context) => {
      const { client, proxy } = await open(ending, context);
      needs(client, route, 'completion.stream', context);
      const { text, response, endMs } = await read(
        client.completeStream({ prompt: 'The sea is', maxOutputTokens: TOKENS }, { route }),
      );
      expect(text).not.toBe('');
      expect(response).toMatchObject({ text, route, warnings: [] });
      expect(proxy.earlyCloses).toBe(1);
      expect(endMs).toBeLessThan(MAX_END_MS);
      await expect.poll(() => proxy.connections).toBe(0);
    });
  });
});
