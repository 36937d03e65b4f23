import { describe, expect, test } from 'vitest';
import { DEFAULT_MODELS, startEmulator } from '../src/index.js';
import type { EmulatorOptions, Fault } from '../src/index.js';
import { CHAT_PATH, post } from './support/post.js';
import { rawPost } from './support/raw-post.js';
import { eventsOf } from './support/read-sse.js';

const MODEL = 'qwen/qwen3-4b-2507';
const MESSAGES = [{ role: 'user', content: 'Say "finish_reason":"stop" and "done":true' }];
const USAGE = { stream: true, stream_options: { include_usage: true } };
const CHAT = { model: MODEL, messages: MESSAGES, ...USAGE };
const COMPLETION = { model: MODEL, prompt: 'Hello', ...USAGE };

interface Route {
  readonly as: NonNullable<EmulatorOptions['as']>;
  readonly path: string;
  readonly body: object;
  /** Matches the start of the event with the finish reason. */
  readonly finish: RegExp;
}

const CHUNK = /^data: \{.*"finish_reason":"stop"/;
const LINE = /^\{.*"done":true/;

/** All streams of text. */
const ROUTES: readonly Route[] = [
  { as: 'lmstudio', path: CHAT_PATH, body: CHAT, finish: CHUNK },
  { as: 'lmstudio', path: '/v1/completions', body: COMPLETION, finish: CHUNK },
  {
    as: 'lmstudio',
    path: '/api/v1/chat',
    body: { model: MODEL, input: 'Hello', stream: true },
    finish: /^event: chat\.end\n/,
  },
  { as: 'ollama', path: CHAT_PATH, body: CHAT, finish: CHUNK },
  { as: 'ollama', path: '/v1/completions', body: COMPLETION, finish: CHUNK },
  { as: 'ollama', path: '/api/chat', body: { model: MODEL, messages: MESSAGES }, finish: LINE },
  { as: 'ollama', path: '/api/generate', body: { model: MODEL, prompt: 'Hello' }, finish: LINE },
  { as: 'llamacpp', path: CHAT_PATH, body: CHAT, finish: CHUNK },
  { as: 'llamacpp', path: '/v1/completions', body: COMPLETION, finish: CHUNK },
];
const NAMED = ROUTES.map((route) => [`${route.as} ${route.path}`, route] as const);

async function fetchText({ as, path, body }: Route, ...faults: Fault[]): Promise<string> {
  await using emulator = await startEmulator({ as, faults, models: DEFAULT_MODELS });
  const response = await post(emulator, path, body);
  expect(response.status).toBe(200);
  return response.text();
}

/** Returns the complete body, and its part up to the event with the finish reason. */
async function bodyOf(route: Route): Promise<{ whole: string; upToFinish: string }> {
  const whole = await fetchText(route);
  const separator = route.finish === LINE ? '\n' : '\n\n';
  const events = whole.split(separator);
  const index = events.findIndex((event) => route.finish.test(event));
  expect(index).toBeGreaterThan(1);
  return { whole, upToFinish: events.slice(0, index + 1).join(separator) + separator };
}

/** Removes ids and times, which differ between two runs. */
function stable(text: string): string {
  return text.replaceAll(
    /"(?:id|created|created_at|response_id|[a-z_]*(?:_seconds|_ms|_per_second))":("[^"]*"|[\d.]+)/g,
    '',
  );
}

/** Sends the request over a raw connection, and removes the head and the chunk sizes from what it received. */
function bodyIn(pieces: readonly Buffer[]): string {
  const text = Buffer.concat(pieces).toString('latin1');
  let rest = text.slice(text.indexOf('\r\n\r\n') + 4);
  let body = '';
  for (let size = Number.parseInt(rest, 16); size > 0; size = Number.parseInt(rest, 16)) {
    const at = rest.indexOf('\r\n') + 2;
    body += rest.slice(at, at + size);
    rest = rest.slice(at + size + 2);
  }
  return body;
}

describe.each(NAMED)('after the finish reason of %s', (_name, route) => {
  test('truncate ends the body', async () => {
    const { upToFinish } = await bodyOf(route);
    expect(stable(await fetchText(route, { kind: 'truncate', afterFinish: true }))).toBe(stable(upToFinish));
  });

  test('reset closes the connection', async () => {
    const { upToFinish } = await bodyOf(route);
    await using emulator = await startEmulator({
      as: route.as,
      models: DEFAULT_MODELS,
      faults: [{ kind: 'reset', afterFinish: true }],
    });
    const connection = await rawPost(emulator, route.path, route.body);
    expect(await connection.closed).toBe('ECONNRESET');
    expect(stable(bodyIn(connection.pieces))).toBe(stable(upToFinish));
    expect(await (await emulator.received(1)).ended).toBe('aborted');
  });

  test('stall keeps the connection open, and can send comments', async () => {
    const { upToFinish } = await bodyOf(route);
    const faults: Fault[] = [{ kind: 'stall', afterFinish: true, commentEveryMs: 1 }];
    await using emulator = await startEmulator({ as: route.as, models: DEFAULT_MODELS, faults });
    const connection = await rawPost(emulator, route.path, route.body);
    await connection.until(': keep-alive\n\n');
    expect(emulator.activeRequests).toBe(1);
    connection.socket.destroy();
    await emulator.clientDisconnected(1);
    const [before] = bodyIn(connection.pieces).split(': keep-alive');
    expect(stable(before ?? '')).toBe(stable(upToFinish));
  });
});

test('the end comes before the usage and [DONE]', async () => {
  const [chat] = ROUTES as [Route];
  const { whole, upToFinish } = await bodyOf(chat);
  const after = whole.slice(upToFinish.length);
  expect(eventsOf(after)).toEqual([expect.stringContaining('"usage"'), '[DONE]']);
});

describe('responses without an event with a finish reason', () => {
  test('a JSON body counts as one', async () => {
    const route: Route = { ...(ROUTES as [Route])[0], body: { ...CHAT, stream: false } };
    expect(JSON.parse(await fetchText(route, { kind: 'truncate', afterFinish: true }))).toHaveProperty('choices');
    await using emulator = await startEmulator({ faults: [{ kind: 'reset', afterFinish: true }] });
    const connection = await rawPost(emulator, route.path, route.body);
    expect(await connection.closed).toBe('ECONNRESET');
    expect(JSON.parse(bodyIn(connection.pieces))).toHaveProperty('choices');
  });

  test('another stream is sent unchanged', async () => {
    await using emulator = await startEmulator({
      as: 'ollama',
      models: [{ id: 'm' }],
      faults: [{ kind: 'truncate', afterFinish: true }],
    });
    const response = await post(emulator, '/api/pull', { model: 'm' });
    expect((await response.text()).trimEnd().endsWith('{"status":"success"}')).toBe(true);
  });

  test('afterBytes and afterEvents take precedence', async () => {
    const [chat] = ROUTES as [Route];
    const fault = { kind: 'truncate', afterFinish: true } as const;
    expect(await fetchText(chat, { ...fault, afterBytes: 7 })).toHaveLength(7);
    expect(eventsOf(await fetchText(chat, { ...fault, afterEvents: 2 }))).toHaveLength(2);
  });
});

describe('noChoices', () => {
  const openAi = NAMED.filter(([, { path }]) => path.startsWith('/v1/'));

  test.each(openAi)('leaves only the end marker of a stream of %s', async (_name, route) => {
    expect(await fetchText(route, { kind: 'noChoices' })).toBe('data: [DONE]\n\n');
  });

  test.each(openAi)('empties the choices in a JSON body of %s', async (_name, route) => {
    const whole = { ...route, body: { ...route.body, stream: false } };
    const { choices, ...rest } = JSON.parse(await fetchText(whole)) as { choices: unknown[] };
    expect(choices).toHaveLength(1);
    const text = await fetchText(whole, { kind: 'noChoices' });
    expect(JSON.parse(text)).toMatchObject({ choices: [], model: (rest as { model?: string }).model });
    // The server's indentation is kept.
    expect(text.includes('\n')).toBe(route.as === 'lmstudio');
  });

  test('leaves other responses unchanged', async () => {
    const others = NAMED.filter(([, { path }]) => !path.startsWith('/v1/'));
    expect(others).toHaveLength(3);
    for (const [, route] of others) {
      expect(stable(await fetchText(route, { kind: 'noChoices' }))).toBe(stable(await fetchText(route)));
    }
    await using emulator = await startEmulator({ faults: [{ kind: 'noChoices' }] });
    const response = await post(emulator, '/v1/embeddings', {
      model: 'text-embedding-nomic-embed-text-v1.5',
      input: 'a',
    });
    expect(await response.json()).toMatchObject({ data: [{ index: 0 }] });
  });
});
