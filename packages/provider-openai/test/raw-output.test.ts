import { unframedResponse } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';
import { openClient } from './open.js';
import { RAW_OUTPUT_ROWS } from './raw-output-rows.js';

test.each(RAW_OUTPUT_ROWS)('a stream contains %s', (_, chunks, expected, extra) => {
  const { events, response } = chatOf(chunks);
  expect(events.flatMap((event) => (event.type === 'raw' ? [event.value] : []))).toEqual(expected);
  expect(response.extra).toEqual(extra);
  // Output of this kind is a response, so nothing is missing.
  expect(response.warnings).toEqual([]);
});

test('a complete response contains citations, annotations, audio, images and other parts', async () => {
  const output = {
    annotations: [{ type: 'url_citation' }],
    audio: { id: 'a', data: 'AA==', transcript: 'Hi' },
    images: [{ type: 'image_url' }],
  };
  const parts = [
    { type: 'text', text: 'Hi' },
    { type: 'input_audio', input_audio: {} },
  ];
  const body = {
    id: 'x',
    citations: ['u'],
    choices: [{ index: 0, message: { role: 'assistant', content: parts, ...output }, finish_reason: 'stop' }],
  };
  const { client } = await openClient(unframedResponse(JSON.stringify(body), 'application/json'));
  const response = await client.chat({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });
  expect(response).toMatchObject({ text: 'Hi', raw: body });
  expect(response.extra).toEqual({ citations: ['u'], ...output, content: [parts[1]] });
});

test('output cannot change prototypes, however its fields are named or nested', () => {
  const evil = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
  const nested = `{"choices":[],"citations":[${'['.repeat(20_000)}1${']'.repeat(20_000)}]}`;
  const audio = (): object =>
    chunk({ audio: { ...evil, data: 'A' }, executed_tools: [{ index: '__proto__', ...evil }] });
  const { response } = chatOf([audio(), audio(), chunk(evil, {}, evil), nested, nested, stop()]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect(Object.keys(response.extra as object)).toEqual(['audio', 'executed_tools', 'citations']);
  expect(response.extra).toMatchObject({ audio: { data: 'AA' } });
});
