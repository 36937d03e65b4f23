import { NdjsonDecoder, type BodyDecoder, type ResponseContext } from '@lmux/core/provider/streams';
import { describe, expect, test } from 'vitest';
import { ChatStreamDecoder } from '../chat/chat-stream-decoder.js';
import { CompletionStreamDecoder } from '../completions/completion-stream-decoder.js';
import { EventLineFormat, WireLineFormat } from './line-format.js';

const CONTEXT = { mediaType: '', limits: { maxBodyBytes: 1e6, maxEventBytes: 1e6 } } as ResponseContext;
const ABOUT = { model: 'm', route: 'native', warnings: [], generateId: () => 'id' };

type Emit = (value: { readonly type?: string; readonly text?: string }) => void;

const chat = (emit: Emit): BodyDecoder =>
  new NdjsonDecoder(new EventLineFormat(new ChatStreamDecoder({ ...ABOUT, emit })), CONTEXT);
const completion = (emit: Emit): BodyDecoder =>
  new NdjsonDecoder(new EventLineFormat(new CompletionStreamDecoder({ ...ABOUT, emit })), CONTEXT);
const wire = (emit: Emit): BodyDecoder =>
  new NdjsonDecoder(new WireLineFormat<Parameters<Emit>[0]>({ push: emit }), CONTEXT);

function readOf(...lines: readonly object[]): Uint8Array {
  const pieces = lines.map((line) => ({ model: 'm', created_at: 't', ...line, done: false }));
  return new TextEncoder().encode(pieces.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function deltasOf(create: (emit: Emit) => BodyDecoder, ...lines: readonly object[]): string[] {
  const deltas: string[] = [];
  create(({ type, text }) => {
    if (type === 'text-delta' || type === 'reasoning-delta') deltas.push(`${type} ${text}`);
  }).push(readOf(...lines));
  return deltas;
}

const said = (content: string, more: object = {}): object => ({ message: { role: 'assistant', content, ...more } });

describe('lines that differ only in their text', () => {
  test.each<[name: string, create: (emit: Emit) => BodyDecoder, lines: readonly object[], expected: readonly string[]]>(
    [
      ['are text of a chat', chat, [said('a'), said('b'), said('c')], ['a', 'b', 'c'].map((c) => `text-delta ${c}`)],
      [
        'are reasoning of a chat',
        chat,
        ['a', 'b'].map((thinking) => said('', { thinking })),
        ['reasoning-delta a', 'reasoning-delta b'],
      ],
      [
        'are reasoning and text if each line has both',
        chat,
        ['a', 'b'].map((content) => said(content, { thinking: 't' })),
        ['reasoning-delta t', 'text-delta a', 'reasoning-delta t', 'text-delta b'],
      ],
      [
        'are text of a completion',
        completion,
        [{ response: 'a' }, { response: 'b' }],
        ['text-delta a', 'text-delta b'],
      ],
      [
        'are ignored in a chat if they have the text field of a completion',
        chat,
        [{ response: 'a' }, { response: 'b' }],
        [],
      ],
      [
        'are ignored in a chat if they have the reasoning field of a completion',
        chat,
        ['a', 'b'].map((thinking) => ({ response: '', thinking })),
        [],
      ],
      ['are ignored in a completion if they have the text field of a chat', completion, [said('a'), said('b')], []],
      [
        'are read from the field of a completion if they have both fields',
        completion,
        ['a', 'b'].map((content) => ({ response: 'r', ...said(content) })),
        ['text-delta r', 'text-delta r'],
      ],
      [
        'are ignored in a completion if they are reasoning',
        completion,
        ['a', 'b'].map((thinking) => ({ response: '', thinking })),
        [],
      ],
    ],
  )('%s', (_name, create, lines, expected) => {
    expect(deltasOf(create, ...lines)).toEqual(expected);
  });
});

test.each<[string, (emit: Emit) => BodyDecoder]>([
  ['chat events', chat],
  ['completion events', completion],
  ['wire lines', wire],
])('%s stop immediately when the consumer cancels in the middle of a read', (_name, create) => {
  const read = readOf(...['a', 'b', 'c'].map((text) => ({ response: text })));
  const own = readOf(...['a', 'b', 'c'].map((text) => said(text)));
  for (const bytes of [read, own]) {
    const all: unknown[] = [];
    create((value) => all.push(value)).push(bytes);
    for (let count = 1; count <= all.length; count += 1) {
      const emitted: unknown[] = [];
      const decoder = create((value) => {
        emitted.push(value);
        if (emitted.length === count) decoder.stop();
      });
      decoder.push(bytes);
      expect(emitted).toEqual(all.slice(0, count));
    }
  }
});
