import { describe, expect, test } from 'vitest';
import { decodeToolFailure, decodeToolResult } from './decode-tool-result.js';

describe('a tool that ran', () => {
  test.each([
    [{ tool: 't', arguments: { a: 1 }, output: 'o' }, { name: 't', arguments: '{"a":1}', input: { a: 1 } }, 'o'],
    [{ tool: 't', output: [{ type: 'text' }] }, { name: 't', arguments: '', input: {} }, '[{"type":"text"}]'],
    [{ tool: 't', arguments: '{"a":1}' }, { name: 't', arguments: '{"a":1}', input: { a: 1 } }, ''],
    [{}, { name: '', arguments: '', input: {} }, ''],
  ])('%j', (item, toolCall, output) => {
    expect(decodeToolResult(item, 'id')).toEqual({ toolCall: { id: 'id', ...toolCall }, output });
  });
});

describe('a tool that could not run', () => {
  const metadata = { type: 'invalid_arguments', tool_name: 't', arguments: { a: 1 } };
  test.each([
    [{ reason: 'Bad', metadata }, 't', 'Bad'],
    [{ metadata }, 't', 'invalid_arguments'],
    [{}, '', 'the server does not say why'],
  ])('%j', (item, name, failure) => {
    expect(decodeToolFailure(item, 'id')).toMatchObject({ toolCall: { id: 'id', name }, failure });
  });
});
