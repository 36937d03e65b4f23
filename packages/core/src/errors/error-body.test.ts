import { describe, expect, test } from 'vitest';
import { carriesError, htmlTitle, looksLikeHtml, readErrorBody, readErrorText, type ErrorBody } from './error-body.js';

describe('readErrorBody', () => {
  test.each<[string, unknown, ErrorBody]>([
    [
      'OpenAI',
      { error: { message: 'm', type: 't', param: 'p', code: 'c' } },
      { message: 'm', type: 't', param: 'p', code: 'c' },
    ],
    ['Ollama: nulls', { error: { message: 'm', type: 't', param: null, code: null } }, { message: 'm', type: 't' }],
    [
      'llama.cpp: a number as code',
      { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      { message: 'Loading model', type: 'unavailable_error', code: '503' },
    ],
    ['LiteLLM: a number as text', { error: { message: 'm', code: '429' } }, { message: 'm', code: '429' }],
    ['a string', { error: 'it failed' }, { message: 'it failed' }],
    ['TGI', { error: 'it failed', error_type: 'overloaded' }, { message: 'it failed', type: 'overloaded' }],
    [
      'OAuth',
      { error: 'invalid_grant', error_description: 'The token expired.' },
      { message: 'invalid_grant: The token expired.' },
    ],
    [
      'a word and a separate message',
      { error: 'Unauthorized', message: 'Key missing.' },
      { message: 'Unauthorized: Key missing.' },
    ],
    [
      'a list of one (Google)',
      [{ error: { code: 400, message: 'm', status: 'INVALID_ARGUMENT' } }],
      { message: 'm', code: '400', type: 'INVALID_ARGUMENT' },
    ],
    [
      'flat (vLLM, Mistral)',
      { object: 'error', message: 'm', type: 't', param: null, code: 3280 },
      { message: 'm', type: 't', code: '3280' },
    ],
    ['only a message', { message: 'm' }, { message: 'm' }],
    ['FastAPI: a sentence', { detail: 'Not Found' }, { message: 'Not Found' }],
    [
      'FastAPI: a list',
      {
        detail: [
          { loc: ['body', 'messages', 0, 'role'], msg: 'field required' },
          { loc: ['body', 'model'], msg: 'bad' },
        ],
      },
      { message: 'body.messages.0.role: field required; body.model: bad', param: 'role' },
    ],
    ['FastAPI: an object', { detail: { message: 'm', code: 'c' } }, { message: 'm', code: 'c' }],
    ['problem+json', { type: undefined, title: 'Bad Gateway', status: 502 }, { message: 'Bad Gateway' }],
    [
      'an upstream error body as text',
      { error: { message: '{"error":{"message":"the cause","type":"x"}}', code: 502 } },
      { message: 'the cause', code: '502' },
    ],
    ['a text in braces that is not JSON', { error: '{not json}' }, { message: '{not json}' }],
    ['an error within an error', { error: { error: 'm' } }, { message: 'm' }],
    ['only a code', { error: { code: 'model_loading' } }, { message: 'model_loading', code: 'model_loading' }],
    ['an empty object', { error: {} }, { message: 'an error without a message (object)' }],
    ['a number', { error: 5 }, { message: 'an error without a message (number)' }],
    ['a list', { error: ['a'] }, { message: 'an error without a message (array)' }],
  ])('%s', (_name, body, expected) => {
    expect(readErrorBody(body)).toEqual(expected);
  });

  test.each([
    {},
    { error: null },
    { error: false },
    { error: '' },
    { data: [] },
    [],
    ['a'],
    [{ id: 1 }],
    null,
    5,
    'text',
  ])('finds no error in %j', (body) => {
    expect(readErrorBody(body)).toBeUndefined();
  });
});

describe('carriesError', () => {
  test.each([
    { error: 'Unexpected endpoint or method. (POST /chat)' },
    { error: { message: 'm' } },
    { error: {} },
    { object: 'error', message: 'm' },
    { type: 'error', message: 'm' },
    [{ error: { message: 'm' } }],
  ])('%j: yes', (body) => {
    expect(carriesError(body)).toBe(true);
  });

  test.each([
    { error: null, choices: [] },
    { error: '', choices: [] },
    { message: 'a pull is done' },
    { detail: 'x' },
    [{ id: 'model' }],
    [{ error: 'one' }, { error: 'of many' }],
    [],
    null,
    'error',
  ])('%j: no', (body) => {
    expect(carriesError(body)).toBe(false);
  });
});

describe('readErrorText', () => {
  test.each<[string, string, ErrorBody | undefined]>([
    ['an empty body', ' \n', undefined],
    ['JSON', ' {"error":"m"} ', { message: 'm' }],
    ['a JSON string', '"Not found"', { message: 'Not found' }],
    ['JSON without an error', '{"ok":true}', { message: 'JSON without an error message' }],
    ['plain text', 'error code: 1003\n', { message: 'error code: 1003' }],
    [
      'an HTML page',
      '<!DOCTYPE html>\n<html><head><title>502\n Bad   Gateway</title></head></html>',
      { message: '502 Bad Gateway' },
    ],
    ['an HTML page with only a heading', '<html><body><h1 class="x">Sorry</h1></body></html>', { message: 'Sorry' }],
    ['an empty HTML page', '<html></html>', { message: 'an HTML page' }],
  ])('%s', (_name, text, expected) => {
    expect(readErrorText(text)).toEqual(expected);
  });
});

test.each([
  ['<!doctype html>', true],
  ['\n <HTML lang="en">', true],
  ['<?xml version="1.0"?>', true],
  ['<think>', false],
  ['{"html":1}', false],
])('looksLikeHtml: %s', (text, expected) => {
  expect(looksLikeHtml(text)).toBe(expected);
});

test('htmlTitle is fast on a page of unclosed tags', { timeout: 5000 }, () => {
  expect(htmlTitle('<title<h1'.repeat(10_000))).toBeUndefined();
});
