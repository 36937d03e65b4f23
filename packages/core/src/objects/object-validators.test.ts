import { getEventListeners } from 'node:events';
import { drain, rejectionOf, settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { messages, objectClient } from '../../test/support/object-client.js';
import { streamed, streamingClient } from '../../test/support/object-streams.js';
import { generateObject, streamObject } from './index.js';

failOnUnhandledRejections();

const schema = { type: 'object' };

/** A validator that never returns, and aborts the call when it is called. */
function endlessValidator() {
  const controller = new AbortController();
  const validate = (): Promise<never> => {
    queueMicrotask(() => controller.abort(new TypeError('mine')));
    return new Promise(() => {});
  };
  return { validate, controller, options: { signal: controller.signal } };
}

const ABORTED = { code: 'aborted', cause: new TypeError('mine') };

describe('an abort ends the wait for a validator', () => {
  test('of generateObject', async () => {
    const { validate, controller, options } = endlessValidator();
    const { client } = objectClient([{ json: {} }]);
    expect(await rejectionOf(generateObject(client, { schema, validate, messages }, options))).toMatchObject(ABORTED);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test.each(['object', 'partials'] as const)('of streamObject, read by %s()', async (method) => {
    const { validate, controller, options } = endlessValidator();
    const { client } = streamingClient(streamed('{}'));
    const stream = streamObject(client, { schema, validate, messages }, options);
    const error = method === 'object' ? await rejectionOf(stream.object()) : (await drain(stream.partials())).error;
    expect(error).toMatchObject(ABORTED);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('of an element', async () => {
    const { validate, controller, options } = endlessValidator();
    const { client } = streamingClient(streamed('[1,', '2]'));
    const stream = streamObject(client, { elements: {}, validate, messages }, options);
    expect((await drain(stream.elements())).error).toMatchObject(ABORTED);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

test('an abort while a valid object is validated is an abort', async () => {
  const controller = new AbortController();
  const validate = (value: unknown) => {
    controller.abort();
    return Promise.resolve({ value });
  };
  const { client } = objectClient([{ json: {} }]);
  const options = { signal: controller.signal };
  const error = await rejectionOf(generateObject(client, { schema, validate, messages }, options));
  expect(error).toMatchObject({ code: 'aborted' });
});

test('close() while a validator runs leaves no listener', async () => {
  const { signal } = new AbortController();
  const { client } = streamingClient(streamed('{}'));
  let start = (): void => {};
  const started = new Promise<void>((resolve) => (start = resolve));
  const validate = (): Promise<never> => {
    start();
    return new Promise(() => {});
  };
  const stream = streamObject(client, { schema, validate, messages }, { signal });
  const object = rejectionOf(stream.object());
  await started;
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await stream.close();
  expect(await object).toMatchObject({ code: 'closed' });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('no element is validated after the stream has ended', async () => {
  const validated: unknown[] = [];
  const validate = (value: unknown) => {
    validated.push(value);
    return { value };
  };
  const { client } = streamingClient(streamed('[1,2,3,4,5]'));
  for await (const element of streamObject(client, { elements: {}, validate, messages }).elements()) {
    if (element === 1) break;
  }
  await settled();
  expect(validated.length).toBeLessThan(3);
});

describe('a validator that throws in a repair is not a request that failed', () => {
  const throwsAtTwo = () => {
    let calls = 0;
    return () => {
      calls += 1;
      if (calls === 2) throw new TypeError('mine');
      return { issues: [{ message: 'Wrong.' }] };
    };
  };
  const expected = { code: 'invalid_request', cause: new TypeError('mine') };

  test('of generateObject', async () => {
    const { client } = objectClient([{ json: {} }, { json: {} }]);
    const failure = generateObject(client, { schema, validate: throwsAtTwo(), messages });
    expect(await rejectionOf(failure)).toMatchObject(expected);
  });

  test('of streamObject', async () => {
    const { client } = streamingClient(streamed('{}'), streamed('{}'));
    const stream = streamObject(client, { schema, validate: throwsAtTwo(), messages });
    expect(await rejectionOf(stream.object())).toMatchObject(expected);
  });
});
