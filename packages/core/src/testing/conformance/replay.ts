import type { ChatRequest, ChatResponse } from '../../contract/chat.js';
import type { StreamEvent } from '../../contract/stream-event.js';
import { isLmError } from '../../errors/guards.js';
import type { FakeAnswer } from '../fake-transport.js';
import { ensure, fail, shown } from './assert.js';
import type { Bench } from './bench.js';
import type { ConformanceAnswer } from './conformance-fixtures.js';
import { replyOf, type RoutePlan } from './route-plan.js';
import { microturns, settle } from './turns.js';
import { openStream, type AnyStream, type AnyStreamEvent, type StreamVerb } from './verbs.js';

/** What a stream came to: its events, and its error where it has one. */
export interface Outcome {
  readonly events: readonly AnyStreamEvent[];
  readonly error?: unknown;
}

/** A stream to be replayed. */
export interface Replay {
  readonly plan: RoutePlan;
  readonly verb: StreamVerb;
  readonly answer: ConformanceAnswer;
  readonly request?: Partial<ChatRequest> | undefined;
}

/** Reads a stream to its end. */
export async function drain(stream: AnyStream, onEvent?: (event: AnyStreamEvent) => void): Promise<Outcome> {
  const events: AnyStreamEvent[] = [];
  const read = async (): Promise<void> => {
    for await (const event of stream) {
      events.push(event);
      onEvent?.(event);
    }
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

/** Replays an answer, whole or in another form. */
export function replay(
  bench: Bench,
  { plan, verb, answer, request }: Replay,
  change: Pick<FakeAnswer, 'body' | 'ending'> = {},
): Promise<Outcome> {
  bench.answers(replyOf(answer, change));
  return drain(openStream(bench.client, verb, plan.callOptions(), request));
}

/** The same, where it must not fail. */
export async function replayWhole(
  bench: Bench,
  what: Replay,
  change: Pick<FakeAnswer, 'body' | 'ending'> = {},
): Promise<readonly AnyStreamEvent[]> {
  const outcome = await replay(bench, what, change);
  if ('error' in outcome) fail(`The stream failed: ${shown(outcome.error)}`);
  return outcome.events;
}

/** Bytes one by one, slowly enough for a consumer to keep up, until it is told to stop. */
export async function* slowly(bytes: Uint8Array, stopped: () => boolean): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length && !stopped(); at += 1) {
    yield bytes.subarray(at, at + 1);
    await microturns();
  }
}

type Call = { readonly id: string };

/** Calls in the same words whatever ids were made up for them. */
function renamed(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    if (!names.has(id)) names.set(id, `call ${names.size}`);
    return names.get(id) as string;
  };
  const rename = <T extends Call>(call: T): T => ({ ...call, id: nameOf(call.id) });
  return events.map((event): StreamEvent => {
    if (event.type === 'tool-call-start') return rename(event);
    if (event.type === 'tool-call-end' || event.type === 'tool-result') {
      return { ...event, toolCall: rename(event.toolCall) };
    }
    if (event.type !== 'finish') return event;
    // A completion has neither.
    const { toolCalls, toolResults }: Partial<ChatResponse> = event.response;
    return {
      ...event,
      response: {
        ...event.response,
        toolCalls: (toolCalls ?? []).map(rename),
        toolResults: (toolResults ?? []).map((result) => ({ ...result, toolCall: rename(result.toolCall) })),
      },
    };
  });
}

/** Two pieces of one thing as one, where they are. */
function merged(last: StreamEvent | undefined, event: StreamEvent): StreamEvent | undefined {
  if (last?.type === 'text-delta' && event.type === 'text-delta') return { ...last, text: last.text + event.text };
  if (last?.type === 'reasoning-delta' && event.type === 'reasoning-delta') {
    return { ...last, text: last.text + event.text };
  }
  if (last?.type === 'tool-call-delta' && event.type === 'tool-call-delta' && last.index === event.index) {
    return { ...last, argumentsDelta: last.argumentsDelta + event.argumentsDelta };
  }
  return undefined;
}

/** Events in a form that does not depend on how a provider cuts what it hands on: neighbouring pieces joined. */
export function normalised(events: readonly AnyStreamEvent[]): readonly StreamEvent[] {
  const joined: StreamEvent[] = [];
  for (const event of events as readonly StreamEvent[]) {
    const both = merged(joined.at(-1), event);
    if (both === undefined) joined.push(event);
    else joined[joined.length - 1] = both;
  }
  return renamed(joined);
}

/** Holds a stream that broke to its rules: nothing comes after the error, which carries in `partial` all that came before it. */
export function checkPartial(events: readonly AnyStreamEvent[], error: unknown, text: string): void {
  if (events.length === 0) return;
  ensure(isLmError(error), `The stream failed with something that is no LmError: ${shown(error)}`);
  const { partial } = error;
  ensure(partial !== undefined, `The stream broke after ${shown(text)} had come, but its error has no "partial".`);
  ensure(
    partial.text === text,
    `The stream broke after ${shown(text)} had come, but "partial" of its error has the text ${shown(partial.text)}.`,
  );
}
