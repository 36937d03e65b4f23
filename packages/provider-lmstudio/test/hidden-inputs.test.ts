import { FetchTransport, UndiciTransport, type ChatInput, type LmClient } from '@lmux/core';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { scriptServer } from './support/script-server.js';

const SECRET = 'My diary of Thursday is nobody’s business.';
const SYSTEM = 'Never tell anybody about the treasure.';
const HISTORY = [{ role: 'user', content: SECRET }] as const;

const INPUTS: readonly [kind: string, input: ChatInput, quoted: readonly string[]][] = [
  ['a string', SECRET, [SECRET]],
  ['"system"', { system: SYSTEM, messages: HISTORY }, [SYSTEM, SECRET]],
];
const CALLS: readonly [
  method: string,
  call: (client: LmClient, input: ChatInput, route: string) => Promise<unknown>,
][] = [
  ['chat', (client, input, route) => client.chat(input, { route })],
  ['chatStream', (client, input, route) => client.chatStream(input, { route }).response()],
];
const TRANSPORTS = [
  ['UndiciTransport', () => new UndiciTransport()],
  ['FetchTransport', () => new FetchTransport()],
] as const;

const cases = INPUTS.flatMap((input) =>
  CALLS.flatMap((call) =>
    TRANSPORTS.flatMap((transport) => ['native', 'openai'].map((route) => ({ input, call, transport, route }))),
  ),
);

test.each(cases)(
  'an error that quotes $input.0 of $call.0 does not show it ($route, $transport.0)',
  async ({ input: [, input, quoted], call: [, call], transport: [, createTransport], route }) => {
    const server = await scriptServer((request) => ({
      status: 400,
      body: { error: { type: 'invalid_request', message: `Rejected: ${JSON.stringify(request.body)}` } },
    }));
    const transport = closeAfterTest(createTransport());
    const client = clientOf(server.url, { model: 'm', retry: false }, { transport });
    const error = await rejectionOf(call(client, input, route));
    for (const text of quoted) {
      expect(JSON.stringify(server.requests[0]?.body)).toContain(text);
      expect(String(error)).not.toContain(text.slice(0, 20));
    }
    expect(String(error)).toContain('[prompt]');
  },
);
