import { conformanceValues, type ConformanceFixtures } from '@lmux/core/testing';

const { text, usage, models } = conformanceValues;
const END = { why: 'done', read: usage.inputTokens, wrote: usage.outputTokens };
const PIECES = [{ piece: text.slice(0, 3) }, { piece: text.slice(3, 12) }, { piece: text.slice(12) }];

function lines(...values: object[]): { headers: Record<string, string>; body: string } {
  const body = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  return { headers: { 'content-type': 'application/x-ndjson' }, body };
}

function errorResponse(status: number, code: string, error: string): { status: number; json: object } {
  return { status, json: { error, code } };
}

/** The responses of an Acme server. */
export const fixtures: ConformanceFixtures = {
  generate: {
    chat: { json: { piece: text, end: END } },
    'chat.stream': lines(...PIECES, { end: END }),
    'chat.stream/length': lines(...PIECES, { end: { why: 'limit' } }),
    'chat.stream/error': lines(...PIECES, { error: 'the GPU was reset', code: 'gpu_reset' }),
    'models.list': { json: { models: models.map(({ id }) => ({ name: id, kind: 'chat' })) } },
    'error/unknown-model': errorResponse(422, 'no_such_model', 'there is no such model'),
    'error/unauthorized': errorResponse(401, 'no_token', 'a token is required'),
    'error/context-overflow': errorResponse(422, 'too_long', 'the prompt is too long'),
  },
};
