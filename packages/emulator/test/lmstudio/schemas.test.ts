import { expect, test } from 'vitest';
import { check } from '../support/check-schema.js';
import { CHAT_EVENT, EVENT_TYPES } from './schemas/chat-events.js';
import { UNLOAD_REPLY } from './schemas/models.js';

test('the schemas reject missing fields, additional fields and wrong types', () => {
  check(UNLOAD_REPLY, { instance_id: 'x' });
  for (const wrong of [{}, { instance_id: 'x', extra: 1 }, { instance_id: 1 }, null]) {
    expect(() => check(UNLOAD_REPLY, wrong)).toThrow('data');
  }
});

test('the schema of an event requires the fields of its type', () => {
  check(CHAT_EVENT, { type: 'message.delta', content: 'x' });
  expect(() => check(CHAT_EVENT, { type: 'message.start', content: 'x' })).toThrow('data');
  expect(() => check(CHAT_EVENT, { type: 'message.begin' })).toThrow('data');
  expect(EVENT_TYPES).toHaveLength(19);
});
