import { expect, test } from 'vitest';
import type { FinishReason } from '../contract/finish-reason.js';
import { emptyCompletionWarning, emptyResponseWarning, type ResponseContent } from './empty-response.js';

const CALL = { id: 'a', name: 'f', arguments: '{}', input: {} };

function ended(unified: FinishReason['unified'], raw: string | undefined = unified): Partial<ResponseContent> {
  return { finishReason: { unified, raw } };
}

function messageOf(content: Partial<ResponseContent>, expectsJson: boolean): string | undefined {
  const empty = { text: '', toolCalls: [], toolResults: [], finishReason: { unified: 'stop', raw: 'stop' } } as const;
  return emptyResponseWarning({ ...empty, ...content }, expectsJson)?.message;
}

test.each<[string, Partial<ResponseContent>, expectsJson: boolean, RegExp]>([
  ['without anything', {}, false, /is empty\. It ended with finish reason "stop".* Retry the request/],
  ['with only whitespace', { text: ' \n' }, false, /is empty/],
  ['without a finish reason', { finishReason: { unified: 'unknown', raw: undefined } }, false, /without a finish/],
  ['that reached the token limit', ended('length', 'max_tokens'), false, /"length".*Increase "maxOutputTokens"/],
  ['that was filtered', ended('content-filter'), false, /content filter withheld.*Rephrase/],
  ['that failed', ended('error'), false, /failed during generation/],
  [
    'of an unknown reason, which is not quoted',
    ended('unknown', 'secret'),
    false,
    /with an unknown finish reason and has/,
  ],
  ['without the tool call it ended for', ended('tool-calls', 'tool_calls'), false, /"tool-calls".*tool call/],
  ['with text, but without the tool call', { ...ended('tool-calls'), text: 'Hm' }, false, /but has no tool call/],
  [
    'with JSON in its reasoning (lmstudio-ai/lmstudio-bug-tracker issue 1698)',
    { reasoning: '{\n "joke": "x"}' },
    true,
    /JSON is in "reasoning"/,
  ],
  ['with JSON after its thoughts', { reasoning: 'Hm [1].\n```json\n{"a": 1}\n```' }, true, /JSON is in "reasoning"/],
  ['whose text is blank', { text: ' \n', reasoning: '[1, 2, 3]' }, true, /JSON is in "reasoning"/],
  ['with other reasoning', { reasoning: 'Hm [1].' }, true, /reasoning contains no JSON.*Retry/],
  [
    'whose reasoning reached the token limit with a draft',
    { ...ended('length'), reasoning: '{"a":1}' },
    true,
    /reasoning used up all tokens.*Increase "maxOutputTokens"/,
  ],
  ['without JSON', {}, true, /contains no JSON, because its text is empty/],
  ['with only an image, but not the JSON', { extra: { images: [1] } }, true, /contains no JSON/],
])('a response %s has a warning', (_, content, expectsJson, message) => {
  expect(messageOf(content, expectsJson)).toMatch(message);
});

test.each<[string, Partial<ResponseContent>, expectsJson: boolean]>([
  ['text', { text: 'Hi' }, false],
  ['whitespace and reasoning', { text: '\n', reasoning: 'Hm' }, false],
  ['only reasoning', { reasoning: 'Hm' }, false],
  ['a refusal', { refusal: 'No.', ...ended('content-filter') }, true],
  ['a tool call', { toolCalls: [CALL], ...ended('tool-calls') }, true],
  ['the result of a tool that the server ran', { toolResults: [{ toolCall: CALL, output: 'x' }] }, false],
  ['an image', { extra: { images: [{}] } }, false],
  ['JSON', { text: '{}' }, true],
])('a response with %s has no warning', (_, content, expectsJson) => {
  expect(messageOf(content, expectsJson)).toBeUndefined();
});

test('a completion has a warning only if its text is empty', () => {
  const finishReason = { unified: 'stop', raw: 'stop' } as const;
  expect(emptyCompletionWarning(' ', finishReason)).toBeUndefined();
  expect(emptyCompletionWarning('', finishReason)).toMatchObject({ code: 'empty_response' });
});
