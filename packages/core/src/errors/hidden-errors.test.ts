import { describe, expect, test } from 'vitest';
import { classifyError } from './classify-error.js';
import { carriesError, readErrorBody } from './error-body.js';
import type { ErrorCode } from './error-code.js';

const GOOD = { choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] };
const PIECE = { choices: [{ index: 0, delta: { content: 'H' } }] };
const minimax = (status_code: unknown, status_msg = 'it broke') => ({
  id: 'x',
  choices: null,
  created: 1,
  base_resp: { status_code, status_msg },
});

describe('an error hidden in a successful response', () => {
  test.each<[string, object, ErrorCode, code: string, message?: string]>([
    ['MiniMax: key', minimax(1004), 'authentication', '1004'],
    ['MiniMax: rate', minimax(1002), 'rate_limited', '1002'],
    ['MiniMax: balance', minimax('1008'), 'quota_exceeded', '1008'],
    ['MiniMax: context', minimax(2013, 'it broke: context window exceeds limit'), 'context_overflow', '2013'],
    ['MiniMax: content', minimax(1027), 'invalid_request', '1027'],
    ['MiniMax: other', minimax(1000), 'server_error', '1000'],
    [
      'MiniMax: content in a stream',
      { id: 'b', choices: [], model: 'MiniMax-M3', base_resp: { status_code: 1027, status_msg: 'it broke' } },
      'invalid_request',
      '1027',
    ],
    [
      'MiniMax next to an empty delta',
      { ...minimax(1002), choices: [{ delta: { role: 'assistant', content: '' } }] },
      'rate_limited',
      '1002',
    ],
    [
      'MiniMax with http_code (BigPizzaV3/CodexPlusPlus issue 267)',
      { type: 'error', error: { type: 'bad_request_error', message: 'it broke', http_code: '400' } },
      'invalid_request',
      '400',
    ],
    ['Baidu: context', { error_code: 336103, error_msg: 'it broke', id: 'x' }, 'context_overflow', '336103'],
    ['Baidu: key', { error_code: 110, error_msg: 'it broke' }, 'authentication', '110'],
    ['FastChat', { text: '**NETWORK ERROR: it broke', error_code: 50001 }, 'server_error', '50001'],
    ['FastChat: overloaded', { text: 'it broke', error_code: 42903 }, 'overloaded', '42903'],
    [
      'Cloudflare (cloudflare/cloudflare-docs issue 15116)',
      { result: null, success: false, errors: [{ code: 7009, message: 'it broke' }], messages: [] },
      'overloaded',
      '7009',
    ],
    [
      'Cloudflare: used up',
      { success: false, errors: [{ code: 3036, message: 'it broke' }] },
      'quota_exceeded',
      '3036',
    ],
    ['Zhipu', { code: 1261, msg: 'it broke', success: false }, 'context_overflow', '1261'],
    ['aiproxy', { errCode: 'x1', message: 'it broke', success: false }, 'server_error', 'x1'],
    ['iFlytek', { header: { code: 10013, message: 'it broke', sid: 's' } }, 'invalid_request', '10013'],
    ['Tencent', { Response: { Error: { Code: 'X.Y', Message: 'it broke' } } }, 'server_error', 'X.Y'],
    [
      'OpenAI’s responses',
      { response: { error: { code: 'rate_limit_exceeded', message: 'it broke' } } },
      'rate_limited',
      'rate_limit_exceeded',
    ],
    ['Apigee', { fault: { faultstring: 'it broke', detail: { errorcode: 'x' } } }, 'server_error', 'x'],
    [
      'Gemini (simonw/llm-gemini issue 80)',
      { promptFeedback: { blockReason: 'SAFETY' } },
      'invalid_request',
      'content_filter',
      'the prompt was blocked: SAFETY. Rephrase the prompt.',
    ],
    [
      'DashScope',
      { code: 'DataInspectionFailed', message: 'it broke', request_id: 'r' },
      'invalid_request',
      'DataInspectionFailed',
    ],
    ['DashScope: rate', { code: 'Throttling.RateQuota', message: 'it broke' }, 'rate_limited', 'Throttling.RateQuota'],
    ['SiliconFlow', { code: 20012, message: 'Model does not exist: it broke', data: null }, 'model_not_found', '20012'],
    ['a flat body with a status', { code: 429, message: 'it broke', choices: null }, 'rate_limited', '429'],
    ['a flat body without choices', { id: 'x', code: 500, message: 'it broke', choices: [] }, 'server_error', '500'],
    [
      'Groq, even with text',
      { ...PIECE, x_groq: { id: 'r', error: 'over_capacity' } },
      'overloaded',
      'over_capacity',
      'over_capacity',
    ],
    [
      'Groq as an object',
      { ...PIECE, x_groq: { error: { message: 'it broke', type: 'rate_limit_exceeded' } } },
      'rate_limited',
      'rate_limit_exceeded',
    ],
    ['another key of that form', { choices: [], x_cerebras: { error: 'it broke' } }, 'server_error', 'it broke'],
    ['a status object', { choices: null, status: { code: 1302, msg: 'it broke' } }, 'server_error', '1302'],
    ['another status object', { choices: [], base: { status_code: 500, message: 'it broke' } }, 'server_error', '500'],
    ['a list of errors', { errors: [{ message: 'it broke', code: 'c' }] }, 'server_error', 'c'],
    ['Volcengine', { ResponseMetadata: { Error: { Message: 'it broke', Code: 'c' } } }, 'server_error', 'c'],
    [
      'xAI: the code is a sentence',
      { code: 'The service is unavailable', error: 'it broke' },
      'server_error',
      'The service is unavailable',
    ],
  ])('is found in the form of %s', (_, body, expected, code, message = 'it broke') => {
    expect(carriesError(body)).toBe(true);
    const error = readErrorBody(body);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(classifyError(200, error)).toBe(expected);
  });

  test('is found as a message alone', () => {
    expect(readErrorBody({ error_message: 'it broke' })).toEqual({ message: 'it broke' });
  });

  test('is found without a message and a code', () => {
    const body = { success: false };
    expect(carriesError(body)).toBe(true);
    expect(readErrorBody(body)).toEqual({ message: 'an error without a message' });
    expect(readErrorBody({ ...body, code: 7 })).toMatchObject({ code: '7', message: 'error code 7' });
  });

  test.each<[string, object]>([
    ['MiniMax’s status', { ...GOOD, base_resp: { status_code: 0, status_msg: '' } }],
    ['MiniMax’s status alone', { choices: null, base_resp: { status_code: 0, status_msg: 'success' } }],
    ['a status that is not 0', { ...GOOD, base_resp: { status_code: 1000, status_msg: 'x' } }],
    ['a status that is not 0, in a piece', { ...PIECE, base_resp: { status_code: 1000, status_msg: 'x' } }],
    ['iFlytek’s success', { ...GOOD, code: 0, message: 'Success', sid: 'cha' }],
    ['iFlytek’s success, alone', { code: 0, message: 'Success', sid: 'cha' }],
    ...[200, '0', 'success', 'OK', '', null].map((code): [string, object] => [
      `the code ${JSON.stringify(code)}`,
      { code, message: 'x', choices: [] },
    ]),
    ['another code', { ...GOOD, code: 7, message: 'x' }],
    ['a code next to embeddings', { code: 7, message: 'x', data: [{ embedding: [1] }] }],
    ['FastChat’s worker code', { ...GOOD, error_code: 0 }],
    ['the success of Cloudflare', { success: true, errors: [], messages: [], result: {} }],
    ['failure with good content', { ...GOOD, success: false }],
    ['failure next to usage', { choices: [], usage: { total_tokens: 5 }, success: false }],
    ['a code next to usage', { choices: [], usage: { total_tokens: 5 }, code: '1000', message: 'finished' }],
    ['failure with embeddings', { data: [{ embedding: [1] }], success: false }],
    ['a status that is not 0, next to models', { data: [{ id: 'm' }], base_resp: { status_code: 1, status_msg: 'x' } }],
    ['failure with a message of Ollama', { message: { role: 'assistant', content: 'Hi' }, success: false, msg: 'x' }],
    ['the zero value of an error next to usage', { choices: [], usage: {}, error: { message: '', code: '' } }],
    ['the zero value of an error next to models', { data: [{ id: 'm' }], error: { code: 0, message: '' } }],
    ['a status object of success', { choices: [], status: { code: 0, message: 'Success' } }],
    ['a status object without empty choices', { status: { code: 1302, msg: 'x' } }],
    ['Tencent’s null error', { Response: { Error: null } }],
    ['Groq’s usage', { ...PIECE, x_groq: { id: 'r', usage: {} } }],
    ['a confirmation of GitHub Copilot', { choices: null, copilot_confirmation: { title: 'x' }, id: null }],
    ['the sources of Open WebUI', { sources: [{ source: {}, document: ['x'] }] }],
    ['xAI’s nulls', { ...GOOD, code: null, error: null }],
    ['the zero value of an error', { ...GOOD, error: { message: '', type: '', param: '', code: null } }],
    [
      'Azure’s unavailable filter',
      {
        choices: [
          {
            delta: { content: '' },
            content_filter_result: {
              error: { code: 'content_filter_error', message: 'The contents are not filtered' },
            },
          },
        ],
      },
    ],
    [
      'the failed moderation of OpenAI',
      { choices: [], moderation: { input: { type: 'error', code: 'x', message: 'y' } } },
    ],
  ])('is not found in %s', (_, body) => {
    expect(carriesError(body)).toBe(false);
  });
});
