import { describe, expect, test } from 'vitest';
import { apiErrorFromText } from './create-api-error.js';
import { LmError } from './lm-error.js';
import { isRetriedByClient } from './retryable.js';
import { openai } from '../../test/support/server-errors/row.js';
import { OTHER_REFUSALS } from '../../test/support/server-errors/other-refusals.js';
import { OTHER_SUBJECTS } from '../../test/support/server-errors/other-subjects.js';
import { OTHER_FEATURE_ROWS } from '../../test/support/server-errors/unsupported-feature-others.js';
import { SUBJECT_ROWS } from '../../test/support/server-errors/unsupported-feature-subjects.js';
import { TOOL_AND_IMAGE_ROWS } from '../../test/support/server-errors/unsupported-feature.js';
import { unsupportedFeatureOf } from './unsupported-feature.js';
import { UNSUPPORTED_FEATURE_WORDS } from './wordings/unsupported-feature.js';

const MODEL = 'acme-9';

function errorOf(status: number, body: unknown, prompt = 'Hello', more: object = {}) {
  return apiErrorFromText(
    {
      provider: 'openai',
      method: 'POST',
      url: 'http://localhost/v1/chat/completions',
      headers: {},
      attempt: 1,
      requestBody: { model: MODEL, messages: [{ role: 'user', content: prompt }], ...more },
      requestHeaders: {},
      wallNowMs: 0,
      rules: [],
      status,
    },
    typeof body === 'string' ? body : JSON.stringify(body),
  );
}

const FEATURE_ROWS = [...TOOL_AND_IMAGE_ROWS, ...OTHER_FEATURE_ROWS, ...SUBJECT_ROWS].map(
  ([source, status, body, feature, model = MODEL]) => [source, status, body, feature, model] as const,
);

describe('a feature that the model does not support is found in the error of', () => {
  test.each(FEATURE_ROWS)('%s, status %d: %j', (_, status, body, feature, model) => {
    const error = errorOf(status, body);
    expect(unsupportedFeatureOf(error, model)).toBe(feature);
    expect(error).toMatchObject({ code: 'invalid_request', retryable: false });
    expect(isRetriedByClient(error)).toBe(false);
  });
});

describe('an error about something else has none:', () => {
  test.each([...OTHER_REFUSALS, ...OTHER_SUBJECTS])('%s, status %d', (_, status, body) => {
    expect(unsupportedFeatureOf(errorOf(status, body), MODEL)).toBeUndefined();
  });
});

describe('a prompt that the error quotes does not count', () => {
  const prompt = 'Why do you say "This model does not support tools"?';

  test('if the server says something else', () => {
    const message = `1 validation error: messages.0.content: Input should be a valid string [input_value=${JSON.stringify(prompt)}]`;
    expect(unsupportedFeatureOf(errorOf(400, { error: { message } }, prompt), MODEL)).toBeUndefined();
    expect(errorOf(500, { error: { message } }, prompt).code).toBe('server_error');
  });

  test('but the words of the server do', () => {
    const message = `Function calling is not enabled for this model. Input: ${prompt}`;
    expect(unsupportedFeatureOf(errorOf(400, { error: { message } }, prompt), MODEL)).toBe('tools');
  });
});

describe('words of the request do not count', () => {
  const sentence = 'Tells why the model does not support tools. The model does not support tools.';
  const tool = (fields: object) => ({ type: 'function', function: { name: 'tell', ...fields } });

  test.each<[string, object]>([
    ['the description of a tool', { tools: [tool({ description: sentence })] }],
    ['a description in a schema', { tools: [tool({ parameters: { properties: { a: { description: sentence } } } })] }],
    ['the description of a function', { functions: [{ name: 'tell', description: sentence }] }],
    ['a response format', { response_format: { json_schema: { schema: { description: sentence } } } }],
  ])('in %s', (_, more) => {
    const [quoted] = Object.values(more) as [unknown];
    for (const text of [JSON.stringify(quoted), sentence]) {
      const error = errorOf(400, openai(`Invalid schema for function 'tell': ${text}`), 'Hello', more);
      expect(unsupportedFeatureOf(error, MODEL)).toBeUndefined();
      expect(error.message).toContain("'tell'");
    }
  });

  test.each<[string, (text: string) => string]>([
    ['line breaks', (text) => text.replaceAll(' ', '\n')],
    ['tabs', (text) => text.replaceAll(' ', '\t')],
    ['more blanks', (text) => text.replaceAll(' ', '  ')],
    ['no-break spaces', (text) => text.replaceAll(' ', '\u00A0')],
    ['zero-width spaces', (text) => text.replaceAll('o', 'o\u200B')],
    ['upper case', (text) => text.toUpperCase()],
    ['lower case', (text) => text.toLowerCase()],
  ])('in a prompt that is quoted with %s', (_, quote) => {
    const error = errorOf(400, openai(`Content rejected by the filter: ${quote(sentence)}`), sentence);
    expect(unsupportedFeatureOf(error, MODEL)).toBeUndefined();
    expect(error.message).toContain('filter: [prompt]');
  });
});

test('a known sentence of llama-server does not count in a text that it cannot parse', () => {
  const words = 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj';
  const error = errorOf(500, openai(`Failed to parse input at pos 0: ${words}`));
  expect(error.code).toBe('server_error');
  expect(unsupportedFeatureOf(errorOf(500, openai(words)), MODEL)).toBe('imageInput');
});

test('an error that no server sent has none', () => {
  expect(
    unsupportedFeatureOf(new LmError('invalid_request', 'This model does not support tools'), MODEL),
  ).toBeUndefined();
});

test.each(['does not support tools when ', "'tools' is not supported with ", "does not support parameters: ['x', "])(
  'a long message of "%s" is read fast',
  { timeout: 2000 },
  (piece) => {
    expect(UNSUPPORTED_FEATURE_WORDS.test(piece.repeat(2000))).toBe(false);
  },
);
