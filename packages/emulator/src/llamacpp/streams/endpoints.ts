import { asArray } from '../../shared/json/read-json.js';
import { queryValue } from '../../shared/server/exchange.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import type { LlamaContext } from '../llama-context.js';
import { LlamaRefusal, notFound } from '../llama-refusal.js';
import { readBody } from '../read-body.js';
import { sendNothing, sendReply } from '../send-reply.js';

/** GET /v1/stream?conv_id=&from=: sends the kept bytes from that offset on, then the live ones. */
export function continueStream({ conversations }: LlamaContext): Endpoint {
  return async (exchange) => {
    const id = requireId(queryValue(exchange, 'conv_id'));
    const stream = conversations.find(id);
    if (stream === undefined) throw notFound();
    const from = Number(queryValue(exchange, 'from'));
    if (!Number.isSafeInteger(from) || from < stream.firstByte) {
      throw new LlamaRefusal(400, 'the requested offset is no longer available');
    }
    await stream.copyTo(exchange.sink, from, exchange.signal);
  };
}

/** POST /v1/streams/lookup: returns the state of the streams with these ids. Unknown ids are omitted. */
export function lookUpStreams({ conversations }: LlamaContext): Endpoint {
  return async (exchange) => {
    const ids = readBody(exchange)['conversation_ids'];
    const known = asArray(ids).flatMap((id) => {
      const stream = typeof id === 'string' ? conversations.find(id) : undefined;
      if (stream === undefined) return [];
      const { totalBytes, startedAt, completedAt } = stream;
      return {
        conversation_id: id,
        is_done: completedAt !== undefined,
        total_bytes: totalBytes,
        started_at: Math.floor(startedAt / 1000),
        completed_at: Math.floor((completedAt ?? 0) / 1000),
      };
    });
    await sendReply(exchange.sink, 200, known);
  };
}

/** DELETE /v1/stream?conv_id=: stops the stream. Succeeds even if there is none. */
export function deleteStream({ conversations }: LlamaContext): Endpoint {
  return async (exchange) => {
    conversations.stop(requireId(queryValue(exchange, 'conv_id')));
    await sendNothing(exchange.sink);
  };
}

function requireId(id: string): string {
  if (id === '') throw new LlamaRefusal(400, 'Missing conversation id in path');
  return id;
}
