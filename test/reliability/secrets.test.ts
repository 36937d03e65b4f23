import { chunk, CHUNKED_EVENTS, type Exchange, LAST_CHUNK, type Play, rawResponse } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { hear, open, rejection } from './support/client.ts';
import type { Dialect } from './support/dialects.ts';
import { BROKEN_BODIES } from './support/broken-bodies.ts';
import { BROKEN_STREAMS } from './support/broken-streams.ts';
import { startServer } from './support/start-server.ts';
import { SUBJECTS } from './support/subjects.ts';
import {
  CANARY_PROMPT,
  CANARY_QUERY,
  CANARY_TOKEN,
  leaks,
  renderedError,
  tracesIn,
  witnessed,
  witnessError,
} from './support/witness.ts';

/** Returns messages in which a server echoes what it received: in a sentence, as JSON, truncated, partly masked, escaped. */
function echoes({ headers, body, path }: Exchange): string[] {
  const { authorization = '' } = headers;
  const token = authorization.replace('Bearer ', '');
  return [
    `Incorrect API key provided: ${token}. You can find your key in your settings.`,
    `Malformed token: ${token.slice(0, 6)}**********${token.slice(-4)}`,
    `Header ${authorization} was refused for ${body}`,
    `Cannot process the prompt "${CANARY_PROMPT}" of ${CANARY_PROMPT.length} characters`,
    `The prompt ${CANARY_PROMPT.slice(0, 40)}... is not allowed`,
    body,
    `Unknown key ${token.slice(0, 7)}… given`,
    `Unknown key "${token.slice(0, 6)}...${token.slice(-4)}"`,
    `Unknown key ${token.slice(0, 4)}••••${token.slice(-4)}, or ${token.slice(0, 8)}xxxxxxxx`,
    `Unknown key ${token.slice(0, 8)}[REDACTED], ${[...token].join('\u200B')}`,
    `Not decoded: ${Buffer.from(`user:${token}`).toString('base64')}, ${encodeURIComponent(JSON.stringify({ token }))}`,
    `No route for ${path}, or ${decodeURIComponent(path)}`,
    `The code ${CANARY_QUERY} is unknown, also ${CANARY_QUERY.slice(0, 8)}… and ${CANARY_QUERY.replaceAll('/', '&#x2F;')}`,
    `Escaped: ${Array.from(CANARY_QUERY, (letter) => `\\u00${letter.codePointAt(0)?.toString(16)}`).join('')}`,
  ];
}

function forms(words: string): string[] {
  return [
    JSON.stringify({ error: { message: words, type: 'x', code: 'y' } }),
    JSON.stringify({ error: words }),
    JSON.stringify({ detail: [{ loc: ['body', 'messages'], msg: words, input: words }] }),
    JSON.stringify({ object: 'error', message: words, param: words, type: words, code: words }),
    `<html><head><title>${words}</title></head></html>`,
    words,
  ];
}

const STATUSES = [400, 401, 403, 404, 422, 429, 500, 503] as const;

/** Returns responses with every echo in every form, as errors with various statuses and within streams. */
function echoing({ event }: Dialect): Play[] {
  const plays: Play[] = [];
  for (let echo = 0; echo < 14; echo += 1) {
    for (let form = 0; form < 6; form += 1) {
      // The first echoes in every form, and the others in every second one.
      if (echo >= 6 && (echo + form) % 2 === 0) continue;
      const words = (exchange: Exchange): string => forms(echoes(exchange)[echo] ?? '')[form] ?? '';
      const status = STATUSES[(echo * 6 + form) % STATUSES.length] ?? 400;
      plays.push(
        (exchange) => exchange.write(rawResponse(words(exchange), status, { 'x-request-id': 'req-1' })),
        (exchange) => exchange.write(rawResponse(words(exchange))),
        (exchange) => exchange.write(CHUNKED_EVENTS + chunk(event(words(exchange))) + LAST_CHUNK),
        (exchange) => exchange.write(CHUNKED_EVENTS + chunk(`error: ${words(exchange)}\n\n`) + LAST_CHUNK),
      );
    }
  }
  return plays;
}

test('no error message, JSON, log line or stack contains the token or the prompt', { timeout: 120_000 }, async () => {
  for (const subject of SUBJECTS) {
    let row: Play = () => {};
    await using server = await startServer((exchange, number) => row(exchange, number));
    const baseUrl = `${server.url}?code=${encodeURIComponent(CANARY_QUERY)}`;
    const opened = open(subject, baseUrl, { retry: false, headers: { 'x-other': `${CANARY_TOKEN}-other` } });
    for (const play of echoing(subject)) {
      row = play;
      witnessError(await opened.chat().catch((error: unknown) => error));
      witnessError((await hear(opened.stream())).error);
    }
    for (const failure of [...BROKEN_STREAMS, ...BROKEN_BODIES]) {
      row = (exchange) => failure.play(exchange, subject);
      witnessError(await opened.chat().catch((error: unknown) => error));
      witnessError((await hear(opened.stream())).error);
    }
    const url = server.url.replace('http://', `http://user:${CANARY_TOKEN}@`);
    const other = open(subject, url, { retry: false, apiToken: '' });
    row = (exchange) => exchange.write(rawResponse(`{"error":"${CANARY_TOKEN}"}`, 500));
    await rejection(other.chat());
    row = ({ socket }) => socket.resetAndDestroy();
    await rejection(other.chat());
  }
  expect(witnessed()).toBeGreaterThan(5000);
  expect(leaks().slice(0, 3)).toEqual([]);
});

test('traces of the token and the prompt are detected, also in nested causes', () => {
  const error = new Error('outer', { cause: new Error(`with ${CANARY_TOKEN.slice(0, 14)}`) });
  expect(tracesIn(renderedError(error)).length).toBeGreaterThan(0);
  expect(tracesIn([JSON.stringify({ said: CANARY_PROMPT.slice(10, 50) })])).toHaveLength(1);
});
