import { drain } from '@lmux/test-support';
import { array, assert, asyncProperty, constantFrom, oneof } from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { StreamEvent } from '../contract/stream-event.js';
import { ChatEventWriter } from '../events/chat-event-writer.js';
import { decodeWhole } from '../events/decode-whole.js';
import { attachPartial, StreamError } from '../errors/stream-error.js';
import type { EventSourceLike, ProviderCall } from '../provider/provider.js';
import { grammarFaults } from '../testing/conformance/checks/event-grammar.js';
import { clientOf } from '../../test/support/stream-client.js';

/** A step of a server's response. */
type Step = readonly [kind: 'text' | 'endBlock' | 'tool' | 'warning', text: string];

function write(writer: ChatEventWriter, steps: readonly Step[]): void {
  for (const [kind, text] of steps) {
    if (kind === 'text') writer.text(text);
    else if (kind === 'endBlock') writer.endBlock();
    else if (kind === 'tool') writer.toolCallEnd(writer.toolCallStart(undefined, 'f'));
    else writer.warning({ code: 'w', message: 'w' });
  }
}

/** A client whose server produces these steps, then the end or an error. */
function stepping(steps: readonly Step[], error?: StreamError): LmClient {
  const writerOf = (emit: (event: StreamEvent) => void, { route, warnings }: ProviderCall): ChatEventWriter => {
    let ids = 0;
    const writer = new ChatEventWriter({ emit, model: 'm', route, warnings, generateId: () => String((ids += 1)) });
    writer.facts.finishReason = { unified: 'stop', raw: 'stop' };
    return writer;
  };
  const chat = (call: ProviderCall): ChatResponse =>
    decodeWhole<Step, StreamEvent>(steps, (emit) => {
      const writer = writerOf(emit, call);
      return { push: (step) => write(writer, [step]), end: () => writer.finish(), partial: () => writer.partial() };
    });
  const stream = (call: ProviderCall): EventSourceLike<StreamEvent> => ({
    subscribe(observer) {
      const writer = writerOf((event) => observer.next(event), call);
      write(writer, steps);
      if (error === undefined) {
        writer.finish();
        observer.complete();
      } else observer.error(attachPartial(error, writer.partial()));
      return { pause() {}, resume() {}, cancel() {} };
    },
  });
  return clientOf({
    chat: (_request, call) => Promise.resolve(chat(call)),
    chatStream: (_request, call) => stream(call),
  });
}

const piece = constantFrom('<think>', '</think>', '<th', 'ink>', '</th', ' ', '\n', 'a', 'b c');
const steps = array(
  oneof(
    { weight: 6, arbitrary: piece.map((text): Step => ['text', text]) },
    { weight: 1, arbitrary: constantFrom<Step>(['endBlock', ''], ['tool', ''], ['warning', '']) },
  ),
  { maxLength: 14 },
);
const tags = constantFrom(true, { startsOpen: true }, { anywhere: true });

test('any response is the same with and without a stream, and follows the grammar', async () => {
  await assert(
    asyncProperty(steps, tags, async (all, reasoningTags) => {
      const client = stepping(all);
      const response = await client.chat('x', { reasoningTags });
      const { values } = await drain(client.chatStream('x', { reasoningTags }));
      expect(grammarFaults(values)).toEqual([]);
      expect(values.at(-1)).toEqual({ type: 'finish', response });
    }),
    { numRuns: 300 },
  );
});

test('the events before an error contain its partial response', async () => {
  await assert(
    asyncProperty(steps, tags, async (all, reasoningTags) => {
      const failure = new StreamError('server_error', 'The server failed.');
      const { values, error } = await drain(stepping(all, failure).chatStream('x', { reasoningTags }));
      const { partial } = error as StreamError;
      const joined = (type: string): string =>
        values.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('');
      expect(joined('text-delta')).toBe(partial.text);
      expect(joined('reasoning-delta')).toBe(partial.reasoning ?? '');
    }),
    { numRuns: 200 },
  );
});
