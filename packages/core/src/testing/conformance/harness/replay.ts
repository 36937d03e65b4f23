import type { CallOptions } from '../../../contract/call-options.js';
import type { ChatRequest } from '../../../contract/chat.js';
import type { FakeResponse } from '../../fake-transport.js';
import { fail, shown } from '../checks/assert.js';
import type { ConformanceResponse } from '../conformance-fixtures.js';
import { fakeResponseOf, type RoutePlan } from '../route-plan.js';
import { flushMicrotasks, settle } from './event-loop.js';
import type { Harness } from './harness.js';
import type { AnyStreamEvent } from '../../../contract/stream-event.js';
import { openStream, type AnyStream, type StreamOperation } from './operations.js';

/** The events of a stream, and its error if it failed. */
export interface StreamOutcome {
  readonly events: readonly AnyStreamEvent[];
  readonly error?: unknown;
}

/** A streamed response of the fixtures, and the call that receives it. */
export interface StreamFixture {
  readonly plan: RoutePlan;
  readonly operation: StreamOperation;
  readonly response: ConformanceResponse;
  readonly request?: Partial<ChatRequest> | undefined;
  readonly options?: CallOptions | undefined;
}

/** Reads a stream to its end. */
export async function drain(stream: AnyStream): Promise<StreamOutcome> {
  const events: AnyStreamEvent[] = [];
  const read = async (): Promise<void> => {
    for await (const event of stream) events.push(event);
  };
  let failed: { readonly error: unknown } | undefined;
  await settle(
    read().catch((error: unknown) => {
      failed = { error };
    }),
    'The stream',
  );
  return { events, ...failed };
}

/** Calls the operation and responds with the response, unchanged or with another body or ending. */
export function replay(
  harness: Harness,
  { plan, operation, response, request, options }: StreamFixture,
  change: Pick<FakeResponse, 'body' | 'ending'> = {},
): Promise<StreamOutcome> {
  harness.respondWith(fakeResponseOf(response, change));
  return drain(openStream(harness.client, operation, plan.callOptions(options), request));
}

/** Calls `replay` and throws if the stream fails. */
export async function replayWhole(
  harness: Harness,
  fixture: StreamFixture,
  change: Pick<FakeResponse, 'body' | 'ending'> = {},
): Promise<readonly AnyStreamEvent[]> {
  const outcome = await replay(harness, fixture, change);
  if ('error' in outcome) fail(`The stream must finish with this response; it failed with ${shown(outcome.error)}`);
  return outcome.events;
}

/** Yields bytes one by one, slowly enough for a consumer to keep up. */
export async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1) {
    yield bytes.subarray(at, at + 1);
    await flushMicrotasks();
  }
}
