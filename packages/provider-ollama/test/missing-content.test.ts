import { chatRequest, drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { lastPiece, ndjson, piece, scriptServer } from './support/script-server.js';

describe('a response without content', () => {
  const format = { ...chatRequest(), responseFormat: { type: 'json_object' } } as const;
  const thinking = { thinking: '{"a":1}' };

  // Ollama puts the JSON there for some models: https://github.com/zammad/zammad/issues/5984
  test('is reported with the place of the JSON', async () => {
    const warned = {
      warnings: [{ code: 'empty_response', message: expect.stringContaining('JSON is in "reasoning"') }],
    };
    const whole = await scriptServer({
      'POST /api/chat': { body: { ...lastPiece(), message: { content: '', ...thinking } } },
      'POST /v1/chat/completions': {
        body: { choices: [{ index: 0, message: { content: '', reasoning: '{"a":1}' }, finish_reason: 'stop' }] },
      },
    });
    expect(await clientOf(whole.url).chat(format)).toMatchObject(warned);
    expect(await clientOf(whole.url).chat(format, { route: 'openai' })).toMatchObject(warned);
    const extra = { ...chatRequest(), extra: { format: 'json' } };
    expect(await clientOf(whole.url).chat(extra)).toMatchObject(warned);
    const { url } = await scriptServer({ 'POST /api/chat': ndjson(piece('', thinking), lastPiece()) });
    const { values } = await drain(clientOf(url).chatStream(format));
    expect(values.slice(-2)).toMatchObject([{ type: 'warning' }, { type: 'finish', response: warned }]);
  });

  test('is reported for completions', async () => {
    const { url } = await scriptServer({ 'POST /api/generate': { body: { ...lastPiece(), response: '' } } });
    expect((await clientOf(url).complete({ prompt: 'x' })).warnings).toMatchObject([{ code: 'empty_response' }]);
  });

  test.each([
    ['only the end', [{ model: 'm', done: true, done_reason: 'stop' }]],
    [
      'null as the message',
      [
        { ...piece('a'), message: null },
        { ...lastPiece(), message: null },
      ],
    ],
  ])('is rejected if a stream has %s', async (_, lines) => {
    const { url } = await scriptServer({ 'POST /api/chat': ndjson(...lines), 'POST /api/generate': ndjson(...lines) });
    const failure = { code: 'unexpected_response', message: expect.stringContaining('model: string') };
    expect((await drain(clientOf(url).chatStream(chatRequest()))).error).toMatchObject(failure);
    expect((await drain(clientOf(url).completeStream({ prompt: 'x' }))).error).toMatchObject(failure);
    expect((await drain(apiOf(url).chatStream({ model: 'm', messages: [] }))).error).toMatchObject(failure);
    expect((await drain(apiOf(url).generateStream({ model: 'm', prompt: 'a' }))).error).toMatchObject(failure);
  });

  test.each([
    { model: 'm', done: true },
    { ...lastPiece(), message: null },
  ])('is rejected: %j', async (body) => {
    const { url } = await scriptServer({ 'POST /api/chat': { body } });
    expect(await rejectionOf(clientOf(url).chat(chatRequest()))).toMatchObject({ code: 'unexpected_response' });
  });
});

test('emits images as raw output', async () => {
  const lines = [piece('a', { images: ['AAAA'] }), piece('b', { images: ['BBBB'] }), lastPiece()];
  const { url } = await scriptServer({ 'POST /api/chat': ndjson(...lines) });
  const { values } = await drain(clientOf(url).chatStream(chatRequest()));
  expect(values.filter(({ type }) => type === 'raw')).toEqual([
    { type: 'raw', value: { images: ['AAAA'] } },
    { type: 'raw', value: { images: ['BBBB'] } },
  ]);
  expect(values.at(-1)).toMatchObject({ response: { text: 'ab', extra: { images: ['AAAA', 'BBBB'] } } });
});
