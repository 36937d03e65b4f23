import { createClient, toolMessage, type ClientConfig, type LmClient, type Message } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, jsonLines, rejectionOf, scriptServer, sseOf, type ScriptedRequest } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { isToModel, NOT_FOUND, UNKNOWN_ROUTE } from './support/provider-client.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array.from({ length: 40 }, (_, at) => at));
const BASE64 = Buffer.from(PNG).toString('base64');
const URL = `data:image/png;base64,${BASE64}`;

const SHOT = { id: 'call_shot', name: 'shot', arguments: '{}' };
const COUNT = { id: 'call_count', name: 'count', arguments: '{}' };
const HISTORY: Message[] = [
  { role: 'user', content: 'Look' },
  { role: 'assistant', content: '', toolCalls: [SHOT, COUNT] },
  toolMessage(SHOT, { type: 'image', image: PNG }),
  toolMessage(COUNT, 2),
];

const IN_NEXT = 'Image 1 is in the next user message.';
const LABEL = 'Image 1 of the tool results:';
const RESULT = { role: 'tool', tool_call_id: 'call_shot' };
const OTHER = { role: 'tool', tool_call_id: 'call_count', content: '2' };
const PART = { type: 'image_url', image_url: { url: URL } };
const USER = { role: 'user', content: [{ type: 'text', text: LABEL }, PART] };
const IN_RESULT = [{ ...RESULT, content: [PART] }, OTHER];
const RESULTS = [{ ...RESULT, content: IN_NEXT }, OTHER];
const AFTER = [...RESULTS, USER];
const BETWEEN = { role: 'assistant', content: 'The images of the tool results follow.' };
const AFTER_BETWEEN = [...RESULTS, BETWEEN, USER];

const NATIVE_RESULT = { ...RESULT, tool_name: 'shot' };
const NATIVE_OTHER = { ...OTHER, tool_name: 'count' };
const NATIVE_AFTER = [
  { ...NATIVE_RESULT, content: IN_NEXT },
  NATIVE_OTHER,
  { role: 'user', content: LABEL, images: [BASE64] },
];

interface Row {
  readonly provider: ClientConfig['provider'];
  readonly route?: string;
  readonly model?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** The messages on the wire after the one with the calls. */
  readonly sent: readonly object[];
}

const MISTRAL = 'mistralai/ministral-3-8b';

const ROWS: readonly Row[] = [
  { provider: 'openai', sent: AFTER },
  { provider: 'openai', model: MISTRAL, sent: AFTER_BETWEEN },
  { provider: 'openai', options: { toolImages: 'tool' }, sent: IN_RESULT },
  { provider: 'openai', options: { toolImages: 'user-after-assistant' }, sent: AFTER_BETWEEN },
  { provider: 'openai', model: MISTRAL, options: { toolImages: 'user' }, sent: AFTER },
  { provider: 'lmstudio', route: 'openai', sent: AFTER },
  { provider: 'lmstudio', route: 'openai', model: MISTRAL, sent: AFTER_BETWEEN },
  { provider: 'llamacpp', sent: IN_RESULT },
  { provider: 'llamacpp', model: MISTRAL, sent: IN_RESULT },
  { provider: 'llamacpp', options: { toolImages: 'user' }, sent: AFTER },
  { provider: 'ollama', route: 'openai', sent: AFTER },
  { provider: 'ollama', route: 'openai', options: { toolImages: 'tool' }, sent: IN_RESULT },
  { provider: 'ollama', route: 'native', sent: NATIVE_AFTER },
  {
    provider: 'ollama',
    route: 'native',
    options: { toolImages: 'tool' },
    sent: [{ ...NATIVE_RESULT, content: '', images: [BASE64] }, NATIVE_OTHER],
  },
];

function clientAt(url: string, { provider, model = 'm', options }: Omit<Row, 'sent'>): LmClient {
  const baseUrl = provider === 'openai' ? `${url}/v1` : url;
  const config = { provider, baseUrl, model, options, retry: false } as ClientConfig;
  return closeAfterTest(createClient({ plugins: [openai, llamacpp, lmstudio, ollama], config }));
}

function respond(request: ScriptedRequest): { status?: number; body: unknown; contentType?: string } {
  if (!isToModel(request)) return NOT_FOUND;
  const { route, body } = request;
  const { stream: streamed, model } = body as { stream?: boolean; model: string };
  const choice = { index: 0, finish_reason: 'stop', message: { content: 'A cat' }, delta: { content: 'A cat' } };
  const line = { model, message: { content: 'A cat' }, done: true, done_reason: 'stop' };
  if (route.endsWith('/api/chat')) {
    return streamed ? { body: jsonLines([line]), contentType: 'application/x-ndjson' } : { body: line };
  }
  const whole = { id: 'c', model, choices: [choice] };
  return streamed ? { body: sseOf([whole]), contentType: 'text/event-stream' } : { body: whole };
}

describe.each(ROWS)('$provider, route $route, model $model, options $options', (row) => {
  test('sends an image in a tool result where the server accepts it', async () => {
    const { url, requests } = await scriptServer(respond, UNKNOWN_ROUTE);
    const client = clientAt(url, row);
    const request = { messages: HISTORY, tools: [{ name: 'shot' }, { name: 'count' }] };
    const responses = [
      await client.chat(request, { route: row.route }),
      await client.chatStream(request, { route: row.route }).response(),
    ];
    const sent = requests.filter(isToModel).map(({ body }) => (body as { messages: object[] }).messages.slice(2));
    expect(sent).toEqual([row.sent, row.sent]);
    const isMoved = JSON.stringify(row.sent).includes(LABEL);
    for (const { text, warnings } of responses) {
      expect(text).toBe('A cat');
      expect(warnings.map(({ code }) => code)).toEqual(isMoved ? ['tool_images_moved'] : []);
    }
  });
});

test.each([{}, { toolImages: 'tool' }])(
  'an error does not contain the image of a tool result with the options %j',
  async (options) => {
    const { url, requests } = await scriptServer((request) => {
      if (!isToModel(request)) return NOT_FOUND;
      const said = `Invalid content: ${JSON.stringify((request.body as { messages: object[] }).messages)}`;
      return { status: 400, body: { error: { message: said } } };
    }, UNKNOWN_ROUTE);
    const error = await rejectionOf(clientAt(url, { provider: 'openai', options }).chat({ messages: HISTORY }));
    expect(JSON.stringify(requests.find(isToModel)?.body)).toContain(BASE64);
    const shown = `${String(error)} ${JSON.stringify(error)}`;
    expect(shown).toContain('Invalid content');
    for (let at = 0; at + 16 <= BASE64.length; at += 1) expect(shown).not.toContain(BASE64.slice(at, at + 16));
  },
);

test('a route without images refuses an image in a tool result', async () => {
  const { url, requests } = await scriptServer(respond, UNKNOWN_ROUTE);
  const client = clientAt(url, { provider: 'lmstudio' });
  expect(await rejectionOf(client.chat({ messages: HISTORY }, { route: 'native' }))).toMatchObject({
    code: 'capability_unsupported',
  });
  expect(requests).toEqual([]);
});

test.each(['lmstudio', 'llamacpp', 'ollama'] as const)(
  'the emulator of %s replies to the image of a tool',
  async (as) => {
    const emulator = await startEmulator({ as, models: [{ id: 'seeing', vision: true, toolUse: true }], port: 0 });
    const client = closeAfterTest(
      createClient({
        plugins: [llamacpp, lmstudio, ollama],
        config: { provider: as, baseUrl: emulator.url, model: 'seeing', retry: false },
      }),
    );
    // The tool has a word of its name in the message with the images, which must not cause another call.
    const tools = [{ name: 'make_image' }];
    const messages: Message[] = [{ role: 'user', content: 'Make an image' }];
    const first = await client.chat({ messages, tools });
    const results = first.toolCalls.map((call) =>
      toolMessage(call, [
        { type: 'text', text: 'Done' },
        { type: 'image', image: PNG },
      ]),
    );
    const { toolCalls, text } = await client.chat({ messages: [...messages, first.message, ...results], tools });
    expect(results).toHaveLength(1);
    expect(toolCalls).toEqual([]);
    expect(text).toContain('The tool returned: "Done');
    await emulator.close();
  },
);
