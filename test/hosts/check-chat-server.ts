import { isLmError } from '@lmux/core';
import { readStreamEvents } from '@lmux/core/web';
import type { Emulator } from '@lmux/emulator';
import { checkUserAgent } from './check-user-agent.ts';
import type { CheckResult } from './host.ts';
import { runChecks } from './run-checks.ts';

const CHAT = 'qwen/qwen3-4b-2507';
const EMBEDDING = 'text-embedding-nomic-embed-text-v1.5';
const messages = [{ role: 'user', content: 'Why is the sky blue?' }];

/** Options of the emulator behind a server: slow enough for the client to leave a stream early. */
export const SLOW = { delayMs: 10 } as const;

function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function completeChat(url: string): Promise<void> {
  const response = await post(`${url}/chat`, { model: CHAT, messages });
  let text = '';
  let last = '';
  for await (const event of readStreamEvents(response)) {
    if (event.type === 'text-delta') text += event.text;
    last = event.type;
  }
  if (!text.includes('Why is the sky blue?') || last !== 'finish')
    throw new Error(`The stream must repeat the question and finish; received ${JSON.stringify({ text, last })}.`);
}

async function streamLeftEarly(url: string, emulator: Emulator): Promise<void> {
  for await (const event of readStreamEvents(post(`${url}/chat`, { model: CHAT, messages }))) {
    if (event.type === 'text-delta') break;
  }
  const outcome = await emulator.requests.at(-1)?.ended;
  if (outcome !== 'client-disconnected') throw new Error(`The model must be stopped; received ${outcome}.`);
}

async function embedding(url: string): Promise<void> {
  const response = await post(`${url}/embed`, { model: EMBEDDING, input: ['The sky.', 'The sea.'] });
  const { embeddings } = (await response.json()) as { embeddings: number[][] };
  if (embeddings.length !== 2) throw new Error(`There must be 2 vectors; received ${embeddings.length}.`);
}

/** `/chat` responds with an error of the model's server before the stream begins, and `/embed` with one of lmux. */
async function failure(url: string): Promise<void> {
  const failures = [
    { path: 'chat', request: { model: 'unknown', messages }, status: 404, code: 'model_not_found' },
    { path: 'embed', request: { model: EMBEDDING, input: '' }, status: 400, code: 'empty_text' },
  ] as const;
  for (const { path, request, status, code } of failures) {
    const response = await post(`${url}/${path}`, request);
    const error: unknown = await readStreamEvents(response)
      .next()
      .catch((caught: unknown) => caught);
    if (response.status !== status || !isLmError(error, code))
      throw new Error(
        `/${path} must fail with ${status} and ${code}; received ${response.status} and ${String(error)}.`,
      );
  }
}

/** Checks a server that responds to POST /chat with a stream and to POST /embed with vectors, and passes both on to an emulator. */
export function checkChatServer(name: string, url: string, emulator: Emulator): Promise<CheckResult[]> {
  return runChecks(name, {
    'a chat': () => completeChat(url),
    'a stream left early': () => streamLeftEarly(url, emulator),
    'an embedding': () => embedding(url),
    'an error': () => failure(url),
    'the user-agent': async () => checkUserAgent(emulator),
  });
}
