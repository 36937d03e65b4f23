import { describe, expect, test } from 'vitest';
import type { ErrorBody } from './error-body.js';
import { htmlTitle, looksLikeHtml, readErrorText } from './error-text.js';

describe('readErrorText', () => {
  test.each<[string, string, ErrorBody | undefined]>([
    ['an empty body', ' \n', undefined],
    ['JSON', ' {"error":"m"} ', { message: 'm' }],
    ['a JSON string', '"Not found"', { message: 'Not found' }],
    ['JSON without an error', '{"ok":true}', { message: 'JSON without an error message: {"ok":true}' }],
    [
      'JSON with words in an unknown place',
      '{"status":{"reason":"The disk is full"},"errorMessage":"m"}',
      { message: 'm' },
    ],
    ['a list around a flat body', '[{"message":"m","code":"c"}]', { message: 'm', code: 'c' }],
    ['a list around an error (Gemini)', '[{"error":{"code":400,"message":"m"}}]', { message: 'm', code: '400' }],
    ['JSON after a byte order mark', '\uFEFF{"error":"m"}', { message: 'm' }],
    [
      'XML',
      '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
      { message: 'Request has expired', code: 'AccessDenied' },
    ],
    ['XML without a declaration', '<Error><Message>m</Message></Error>', { message: 'm', code: undefined }],
    ['XML without a message', '<?xml version="1.0"?><a/>', { message: 'an HTML page' }],
    ['plain text', 'error code: 1003\n', { message: 'error code: 1003' }],
    [
      'an HTML page',
      '<!DOCTYPE html>\n<html><head><title>502\n Bad   Gateway</title></head></html>',
      { message: '502 Bad Gateway' },
    ],
    ['an HTML page with only a heading', '<html><body><h1 class="x">Sorry</h1></body></html>', { message: 'Sorry' }],
    [
      'an HTML page with entities',
      '<html><title>Too&nbsp;large &amp; &quot;slow&quot;</title>',
      { message: 'Too large & "slow"' },
    ],
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
