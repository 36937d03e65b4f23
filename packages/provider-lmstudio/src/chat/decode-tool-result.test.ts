import { describe, expect, test } from 'vitest';
import { decodeToolFailure, decodeToolResult } from './decode-tool-result.js';

describe('decodeToolResult', () => {
  test.each([
    [{ tool: 't', arguments: { a: 1 }, output: 'o' }, { name: 't', arguments: '{"a":1}' }, 'o'],
    [{ tool: 't', output: [{ type: 'text' }] }, { name: 't', arguments: undefined }, '[{"type":"text"}]'],
    [{ tool: 't', arguments: '{"a":1}' }, { name: 't', arguments: '{"a":1}' }, ''],
    [{ tool_name: 't', arguments: null }, { name: 't', arguments: undefined }, ''],
    [{}, { name: '', arguments: undefined }, ''],
  ])('decodes %j', (item, call, output) => {
    expect(decodeToolResult(item)).toEqual({ ...call, output });
  });
});

describe('decodeToolFailure', () => {
  const metadata = { type: 'invalid_arguments', tool_name: 't', arguments: { a: 1 } };
  test.each([
    [{ reason: 'Bad', metadata }, 't', 'Bad'],
    [{ metadata }, 't', 'invalid_arguments'],
    [{}, '', 'the server did not report a reason'],
  ])('decodes %j', (item, name, failure) => {
    expect(decodeToolFailure(item)).toMatchObject({ name, failure });
  });
});
