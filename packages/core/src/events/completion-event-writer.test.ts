import { expect, test } from 'vitest';
import type { CompletionStreamEvent } from '../contract/stream-event.js';
import { CompletionEventWriter } from './completion-event-writer.js';

function open() {
  const events: CompletionStreamEvent[] = [];
  const writer = new CompletionEventWriter({
    emit: (event) => events.push(event),
    model: 'requested',
    route: 'openai',
    warnings: [{ code: 'x', message: 'w' }],
  });
  return { writer, events };
}

test('writes a balanced stream that ends with the response', () => {
  const { writer, events } = open();
  writer.start('served');
  writer.text('');
  writer.text('Hel');
  writer.text('lo');
  writer.facts.finishReason = { unified: 'stop', raw: 'stop' };
  writer.finish();
  expect(events).toEqual([
    { type: 'start', model: 'served', route: 'openai' },
    { type: 'warning', warning: { code: 'x', message: 'w' } },
    { type: 'text-start' },
    { type: 'text-delta', text: 'Hel' },
    { type: 'text-delta', text: 'lo' },
    { type: 'text-end' },
    {
      type: 'finish',
      response: {
        model: 'served',
        route: 'openai',
        text: 'Hello',
        finishReason: { unified: 'stop', raw: 'stop' },
        warnings: [{ code: 'x', message: 'w' }],
        raw: undefined,
      },
    },
  ]);
});

test('starts automatically, finishes once, and writes nothing after that', () => {
  const { writer, events } = open();
  writer.text('a');
  writer.finish();
  writer.finish();
  writer.text('b');
  writer.start();
  expect(events.map(({ type }) => type)).toEqual([
    'start',
    'warning',
    'text-start',
    'text-delta',
    'text-end',
    'finish',
  ]);
  expect(writer.partial().text).toBe('a');
});

test('has a warning and no text block without text', () => {
  const { writer, events } = open();
  writer.facts.finishReason = { unified: 'length', raw: 'length' };
  writer.finish();
  const warning = {
    code: 'empty_response',
    message:
      'The completion is empty. It ended with finish reason "length". Increase "maxOutputTokens", or shorten the prompt.',
  };
  expect(events.slice(1)).toMatchObject([
    { type: 'warning', warning: { code: 'x' } },
    { type: 'warning', warning },
    { type: 'finish', response: { text: '', warnings: [{ code: 'x' }, warning] } },
  ]);
});

test('returns the partial response', () => {
  const { writer } = open();
  writer.text('Hel');
  expect(writer.partial()).toMatchObject({ text: 'Hel', model: 'requested' });
});
