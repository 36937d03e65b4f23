import { describe, expect, test } from 'vitest';
import type { ErrorCode } from './error-code.js';
import { classifyError } from './classify-error.js';
import type { ErrorBody } from './error-body.js';

describe('classifyError by status, without a body or with an unknown message', () => {
  test.each<[number, ErrorCode]>([
    [200, 'server_error'],
    [304, 'unexpected_response'],
    [400, 'invalid_request'],
    [401, 'authentication'],
    [402, 'quota_exceeded'],
    [403, 'permission_denied'],
    [404, 'not_found'],
    [405, 'invalid_request'],
    [407, 'authentication'],
    [408, 'overloaded'],
    [413, 'invalid_request'],
    [422, 'invalid_request'],
    [424, 'invalid_request'],
    [425, 'overloaded'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [501, 'invalid_request'],
    [502, 'server_error'],
    [503, 'overloaded'],
    [504, 'server_error'],
    [498, 'overloaded'],
    [520, 'server_error'],
    [521, 'server_error'],
    [522, 'server_error'],
    [523, 'server_error'],
    [524, 'server_error'],
    [525, 'server_error'],
    [526, 'server_error'],
    [529, 'overloaded'],
    [530, 'server_error'],
  ])('%d: %s', (status, code) => {
    expect(classifyError(status, undefined)).toBe(code);
    expect(classifyError(status, { message: 'Sorry.' })).toBe(code);
  });
});

describe('classifyError by body', () => {
  test.each<[string, number, ErrorBody, ErrorCode]>([
    [
      'OpenAI: no key',
      401,
      { message: 'Incorrect API key provided: sk-1.', type: 'invalid_request_error', code: 'invalid_api_key' },
      'authentication',
    ],
    [
      'OpenAI: quota',
      429,
      { message: 'You exceeded your current quota.', code: 'insufficient_quota' },
      'quota_exceeded',
    ],
    [
      'OpenAI: rate',
      429,
      { message: 'Rate limit reached.', type: 'tokens', code: 'rate_limit_exceeded' },
      'rate_limited',
    ],
    [
      'OpenAI: context',
      400,
      {
        message: "This model's maximum context length is 4096 tokens.",
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
      },
      'context_overflow',
    ],
    [
      'OpenAI: model',
      404,
      { message: 'The model `x` does not exist.', type: 'invalid_request_error', code: 'model_not_found' },
      'model_not_found',
    ],
    [
      'OpenAI: field',
      400,
      { message: 'Invalid value.', type: 'invalid_request_error', param: 'top_p' },
      'invalid_request',
    ],
    [
      'OpenAI: response',
      400,
      { message: "Previous response with id 'resp_1' not found.", code: 'previous_response_not_found' },
      'response_not_found',
    ],
    [
      'Azure: deployment',
      404,
      { message: 'The API deployment does not exist.', code: 'DeploymentNotFound' },
      'model_not_found',
    ],
    ['llama.cpp: loading', 503, { message: 'Loading model', type: 'unavailable_error', code: '503' }, 'model_loading'],
    [
      'llama.cpp: context',
      400,
      {
        message: 'the request exceeds the available context size, try increasing it',
        type: 'exceed_context_size_error',
      },
      'context_overflow',
    ],
    [
      'llama.cpp: context, with status 500',
      500,
      { message: 'the request exceeds the available context size', type: 'server_error' },
      'context_overflow',
    ],
    ['llama.cpp: path', 404, { message: 'File Not Found', type: 'not_found_error', code: '404' }, 'not_found'],
    ['LocalAI: loading', 503, { message: 'wait', code: 'model_loading' }, 'model_loading'],
    [
      'LM Studio: crash',
      400,
      { message: 'The model has crashed without additional information. (Exit code: 6)' },
      'model_crashed',
    ],
    ['LM Studio: unknown path', 200, { message: 'Unexpected endpoint or method. (POST /chat)' }, 'unexpected_response'],
    [
      'LM Studio: no model',
      404,
      { message: 'No models loaded. Please load a model.', type: 'invalid_request_error' },
      'model_not_found',
    ],
    [
      'LM Studio: load',
      400,
      { message: 'Failed to load model "x". Error: insufficient system resources' },
      'model_load_failed',
    ],
    [
      'Ollama: model',
      404,
      { message: 'model "x" not found, try pulling it first', type: 'not_found_error' },
      'model_not_found',
    ],
    ['TEI: the model failed', 424, { message: 'Failed', type: 'Backend', code: '424' }, 'server_error'],
    ['Amazon Bedrock: the model failed', 424, { message: 'Failed', type: 'ModelErrorException' }, 'server_error'],
    ['Hugging Face: load', 503, { message: 'Model a/b-2 is currently loading' }, 'model_loading'],
    ['TGI: overloaded', 429, { message: 'Model is overloaded', type: 'overloaded' }, 'overloaded'],
    ['TGI: validation', 422, { message: 'Input validation error', type: 'validation' }, 'invalid_request'],
    ['Google: rate', 429, { message: 'Resource exhausted', type: 'RESOURCE_EXHAUSTED' }, 'rate_limited'],
    ['Google: argument', 400, { message: 'Bad', type: 'INVALID_ARGUMENT' }, 'invalid_request'],
    ['OpenRouter: credits', 402, { message: 'Insufficient credits', code: '402' }, 'quota_exceeded'],
    ['a download', 404, { message: 'Job "x" was not found', code: 'job_not_found' }, 'job_not_found'],
    ['a status of 500 with a message about a model', 500, { message: 'model x is not available' }, 'server_error'],
  ])('%s', (_name, status, body, code) => {
    expect(classifyError(status, body)).toBe(code);
  });
});

describe('an error with a code that is a number', () => {
  test('is classified by that number in a successful response', () => {
    expect(classifyError(200, { message: 'Slow down', code: '429' })).toBe('rate_limited');
    expect(classifyError(200, { message: 'Failed', code: '502' })).toBe('server_error');
  });

  test('is not classified by a number that is not a status', () => {
    expect(classifyError(200, { message: 'Failed', code: '3280' })).toBe('server_error');
    expect(classifyError(200, { message: 'Failed', code: 'x' })).toBe('server_error');
  });

  test('is classified by the status of an unsuccessful response', () => {
    expect(classifyError(400, { message: 'Failed', code: '429' })).toBe('invalid_request');
  });
});

test('classifyError applies the rules of the provider first', () => {
  const own = [{ message: /busy/, is: 'model_loading' as const, status: [503] }];
  expect(classifyError(503, { message: 'busy' }, own)).toBe('model_loading');
  expect(classifyError(500, { message: 'busy' }, own)).toBe('server_error');
});

test('classifyError is fast on a long message', { timeout: 5000 }, () => {
  expect(classifyError(500, { message: 'previous response chat model '.repeat(2000) })).toBe('server_error');
});
