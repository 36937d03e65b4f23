import { describe, expect, test } from 'vitest';
import { apiErrorFromText } from './create-api-error.js';
import { LmError } from './lm-error.js';
import { isRetriedByClient } from './retryable.js';
import { OTHER_REFUSALS } from '../../test/support/server-errors/other-refusals.js';
import { OTHER_FEATURE_ROWS } from '../../test/support/server-errors/unsupported-feature-others.js';
import { TOOL_AND_IMAGE_ROWS } from '../../test/support/server-errors/unsupported-feature.js';
import { unsupportedFeatureOf } from './unsupported-feature.js';
import { UNSUPPORTED_FEATURE_WORDS } from './wordings/unsupported-feature.js';

function errorOf(status: number, body: unknown, prompt = 'Hello') {
  return apiErrorFromText(
    {
      provider: 'openai',
      method: 'POST',
      url: 'http://localhost/v1/chat/completions',
      headers: {},
      attempt: 1,
      requestBody: { model: 'acme-9', messages: [{ role: 'user', content: prompt }] },
      requestHeaders: {},
      wallNowMs: 0,
      rules: [],
      status,
    },
    typeof body === 'string' ? body : JSON.stringify(body),
  );
}

describe('a feature that the model does not support is found in the error of', () => {
  test.each([...TOOL_AND_IMAGE_ROWS, ...OTHER_FEATURE_ROWS])('%s, status %d: %j', (_, status, body, feature) => {
    const error = errorOf(status, body);
    expect(unsupportedFeatureOf(error)).toBe(feature);
    expect(error).toMatchObject({ code: 'invalid_request', retryable: false });
    expect(isRetriedByClient(error)).toBe(false);
  });
});

describe('an error about something else has none:', () => {
  test.each(OTHER_REFUSALS)('%s, status %d', (_, status, body) => {
    expect(unsupportedFeatureOf(errorOf(status, body))).toBeUndefined();
  });
});

describe('a prompt that the error quotes does not count', () => {
  const prompt = 'Why do you say "This model does not support tools"?';

  test('if the server says something else', () => {
    const message = `1 validation error: messages.0.content: Input should be a valid string [input_value=${JSON.stringify(prompt)}]`;
    expect(unsupportedFeatureOf(errorOf(400, { error: { message } }, prompt))).toBeUndefined();
    expect(errorOf(500, { error: { message } }, prompt).code).toBe('server_error');
  });

  test('but the words of the server do', () => {
    const message = `Function calling is not enabled for this model. Input: ${prompt}`;
    expect(unsupportedFeatureOf(errorOf(400, { error: { message } }, prompt))).toBe('tools');
  });
});

test('an error that no server sent has none', () => {
  expect(unsupportedFeatureOf(new LmError('invalid_request', 'This model does not support tools'))).toBeUndefined();
});

test.each(['does not support tools when ', "'tools' is not supported with ", "does not support parameters: ['x', "])(
  'a long message of "%s" is read fast',
  { timeout: 2000 },
  (piece) => {
    expect(UNSUPPORTED_FEATURE_WORDS.test(piece.repeat(2000))).toBe(false);
  },
);
