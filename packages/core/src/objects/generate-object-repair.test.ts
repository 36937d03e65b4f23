import { inspect } from 'node:util';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DENIED, messages, objectClient, Place } from '../../test/support/object-client.js';
import type { Message } from '../contract/message.js';
import { LmError } from '../errors/lm-error.js';
import type { FakeReply } from '../testing/fake-reply.js';
import { generateObject, isObjectError, type ObjectError, type ObjectIssue, type ObjectOptions } from './index.js';

const WRONG: FakeReply = { json: { city: 'SECRET-5520', people: 0 } };
const RIGHT: FakeReply = { json: { city: 'Rome' } };
const request = { schema: Place, messages };

/** Sends the request, and returns the error and the messages of each chat. */
async function failure(replies: readonly FakeReply[], options?: ObjectOptions) {
  const { client, plugin } = objectClient(replies);
  const error = await rejectionOf<ObjectError>(generateObject(client, request, options));
  return { error, chats: plugin.recordedRequests.map((chat): readonly Message[] => chat.messages) };
}

/** The content of the message about issues, one a line. */
const adviceOf = (...lines: readonly string[]): string =>
  ['The JSON is not valid:', ...lines.map((line) => `- ${line}`), 'Respond only with the corrected JSON.'].join('\n');

const issuesOf = (value: unknown): ObjectIssue[] =>
  (Place.safeParse(value).error?.issues ?? []).map(({ message, path }) => ({ message, path: path as string[] }));

describe('an invalid object is repaired', () => {
  const issue = issuesOf({ city: 'x', people: 0 })[0]?.message ?? '';

  test('in the same conversation, with the issues', async () => {
    const reply = { ...(WRONG as object), reasoning: 'Hm.' };
    const { client, plugin } = objectClient([reply, RIGHT]);
    const response = await generateObject(client, { ...request, seed: 1 });
    expect(response.object).toEqual({ city: 'Rome' });
    expect(response.warnings.map(({ code }) => code)).toEqual(['object_repaired']);
    const [first, second] = plugin.recordedRequests;
    expect(second).toEqual({
      ...first,
      messages: [
        ...messages,
        { role: 'assistant', content: '{"city":"SECRET-5520","people":0}', reasoning: 'Hm.' },
        { role: 'user', content: adviceOf(`people: ${issue}`) },
      ],
    });
  });

  test('in the mode tool, with the issues as the result of each call', async () => {
    const call = { name: 'response', arguments: { city: 'x', people: 0 } };
    const { client, plugin } = objectClient(
      [
        {
          toolCalls: [
            { ...call, id: 'c1' },
            { ...call, id: 'c2' },
          ],
        },
        { toolCalls: [{ ...call, arguments: { city: 'Rome' } }] },
      ],
      DENIED.tool,
    );
    expect(await generateObject(client, request)).toMatchObject({
      object: { city: 'Rome' },
      warnings: [{ code: 'object_repaired' }],
    });
    const content = adviceOf(`people: ${issue}`);
    expect(plugin.recordedRequests[1]).toMatchObject({
      toolChoice: { name: 'response' },
      messages: [
        ...messages,
        { role: 'assistant', toolCalls: [{ id: 'c1' }, { id: 'c2' }] },
        { role: 'tool', toolCallId: 'c1', content },
        { role: 'tool', toolCallId: 'c2', content },
      ],
    });
  });

  test.each<[name: string, reply: FakeReply, repair: object[]]>([
    ['text', 'No idea.', [{ role: 'assistant', content: 'No idea.' }, { role: 'user' }]],
    ['truncated JSON', '{"city":"Ro', [{ role: 'assistant', content: '{"city":"Ro' }, { role: 'user' }]],
  ])('if there is only %s', async (_name, reply, repair) => {
    const { client, plugin } = objectClient([reply, RIGHT]);
    expect(await generateObject(client, request)).toMatchObject({ object: { city: 'Rome' } });
    expect(plugin.recordedRequests[1]?.messages).toMatchObject([...messages, ...repair]);
    expect(plugin.recordedRequests[1]?.messages.at(-1)?.content).toBe(adviceOf('Expected JSON.'));
  });

  test('with the issues of the last object of several', async () => {
    const { client, plugin } = objectClient(['As in [1]: {"city":"x","people":0}', RIGHT]);
    await generateObject(client, request);
    expect(plugin.recordedRequests[1]?.messages.at(-1)?.content).toBe(adviceOf(`people: ${issue}`));
  });

  test('with a path of keys and indexes, if it is in a list', async () => {
    const { client, plugin } = objectClient([
      { json: { elements: [{}, { city: 'Rome' }] } },
      { json: { elements: [] } },
    ]);
    await generateObject(client, { elements: z.strictObject({ city: z.null() }), messages });
    expect(plugin.recordedRequests[1]?.messages.at(-1)?.content).toMatch(/^- 0\.city: .+\n- 1\.city: /m);
  });

  test('as often as permitted, with all earlier responses', async () => {
    const { client, plugin } = objectClient([WRONG, 'x', RIGHT]);
    const response = await generateObject(client, request, { maxRepairs: 2 });
    expect(response.warnings.at(-1)?.message).toContain('Response 3 is');
    const roles = plugin.recordedRequests.map((chat) => chat.messages.map(({ role }) => role).join(' '));
    expect(roles).toEqual(['user', 'user assistant user', 'user assistant user assistant user']);
  });

  test('unless the server supports no conversation', async () => {
    const { client, plugin } = objectClient([WRONG], { assistantMessages: 'no' });
    await expect(generateObject(client, request)).rejects.toMatchObject({ code: 'object_invalid', attempts: 1 });
    expect(plugin.calls).toHaveLength(1);
  });

  test('unless the next request fails: the error is that of the response', async () => {
    const { error } = await failure([WRONG, new LmError('context_overflow', 'too long')]);
    expect(error).toMatchObject({ code: 'object_invalid', attempts: 1, cause: { code: 'context_overflow' } });
    expect(error).toMatchObject({ raw: '{"city":"SECRET-5520","people":0}', issues: [{ path: ['people'] }] });
    expect(error.message).toContain('The request to repair it failed');
  });

  test('unless the call is aborted', async () => {
    const { error } = await failure([WRONG, new LmError('aborted', 'stop')]);
    expect(error).toMatchObject({ code: 'aborted' });
  });
});

describe('an object that stays invalid', () => {
  test.each([
    [0, 1],
    [undefined, 2],
    [2, 3],
  ])('with maxRepairs %s fails after %i chats', async (maxRepairs, count) => {
    const { error, chats } = await failure([WRONG, WRONG, WRONG], { maxRepairs });
    expect(chats).toHaveLength(count);
    expect(error).toMatchObject({ code: 'object_invalid', provider: 'fake', attempts: count, retryable: false });
  });

  test('fails with the issues and the text of the last response', async () => {
    const { error } = await failure(['first', WRONG]);
    expect(isObjectError(error)).toBe(true);
    const object = { city: 'SECRET-5520', people: 0 };
    expect(error.issues).toEqual(issuesOf(object));
    expect(error.raw).toBe(JSON.stringify(object));
    expect(error.finishReason).toEqual({ unified: 'stop', raw: 'stop' });
    expect(error.partial).toMatchObject({ object, text: error.raw, model: 'm', route: 'fake' });
    expect(error.partial).not.toHaveProperty('message');
    expect(error).not.toHaveProperty('position');
  });

  test('contains the object as far as it was parsed', async () => {
    const { error } = await failure([`Here: {"city":"Rome","people":[{"a":1},{"b":"x`], { maxRepairs: 0 });
    expect(error.partial?.object).toEqual({ city: 'Rome', people: [{ a: 1 }, { b: 'x' }] });
    const { error: text } = await failure(['I cannot {say}.'], { maxRepairs: 0 });
    expect(text.partial).not.toHaveProperty('object');
  });

  test('contains the value without the object around it', async () => {
    const { client } = objectClient([{ json: { elements: [{ city: 1 }] } }]);
    const error = await rejectionOf(generateObject(client, { elements: Place, messages }, { maxRepairs: 0 }));
    expect(error['partial']).toMatchObject({ object: [{ city: 1 }] });
  });

  test('has the arguments of the tool as its text', async () => {
    const { client } = objectClient([{ toolCalls: [{ name: 'response', arguments: '{"city":1' }] }], DENIED.tool);
    const error = await rejectionOf(generateObject(client, request, { maxRepairs: 0 }));
    expect(error).toMatchObject({ raw: '{"city":1', issues: [{ path: [], message: 'Expected JSON.' }] });
    expect(error['partial']).toMatchObject({ object: {}, toolCalls: [{ name: 'response' }] });
  });

  test('shows neither the output of the model nor the prompt', async () => {
    const { error } = await failure([WRONG], { maxRepairs: 0 });
    const told = [JSON.stringify(error), inspect(error, { depth: 9, showHidden: true }), String(error), error.stack];
    expect(told.join('\n')).not.toMatch(/SECRET-5520|PROMPT-7391/);
    expect(error.toJSON()).toEqual({
      name: 'ObjectError',
      code: 'object_invalid',
      message: error.message,
      provider: 'fake',
      retryable: false,
      attempts: 1,
      finishReason: { unified: 'stop', raw: 'stop' },
    });
  });
});

describe('there is no repair', () => {
  test.each<[name: string, reply: FakeReply, message: RegExp, fields: object]>([
    [
      'of a response that reached the maximum number of tokens',
      { text: '{"city":"Ro', finishReason: 'length' },
      /reached "maxOutputTokens"/,
      { finishReason: { unified: 'length' }, partial: { object: { city: 'Ro' } } },
    ],
    [
      'of a refusal',
      { refusal: 'I refuse.' },
      /refused/,
      { issues: [], raw: '', finishReason: { unified: 'content-filter' }, partial: { refusal: 'I refuse.' } },
    ],
    [
      'of a response that was filtered',
      { text: '{"city":', finishReason: 'content-filter' },
      /1 issue\)/,
      { finishReason: { unified: 'content-filter' } },
    ],
  ])('%s', async (_name, reply, message, fields) => {
    const { error, chats } = await failure([reply]);
    expect(chats).toHaveLength(1);
    expect(error).toMatchObject({ code: 'object_invalid', attempts: 1, ...fields });
    expect(error.message).toMatch(message);
  });

  test('of a valid object, although the maximum number of tokens was reached after it', async () => {
    const { client } = objectClient([{ text: '{"city":"Rome"}\n\n\n', finishReason: 'length' }]);
    expect(await generateObject(client, request)).toMatchObject({ object: { city: 'Rome' } });
  });
});
