import {
  BackoffRetryPolicy,
  createClient,
  type ChatResponse,
  type CompletionResponse,
  type LmClient,
  type StreamEvent,
  type ToolCall,
} from '@lmux/core';
import { openai } from '@lmux/provider-openai';
import { tool, type ToolRunEvent, type ToolRunResponse } from '@lmux/tools';
import type { Observable } from 'rxjs';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { contextBudget, type ContextBudget } from './context-budget.js';
import { fromStream } from './from-stream.js';
import type { ModelFeatures } from './model-features.js';
import { accumulate, type ChatSnapshot } from './operators/accumulate.js';
import { finalResponse, refusalDeltas, textDeltas, toolCalls } from './operators/select-from-events.js';
import { retryBeforeFirstToken } from './operators/retry-before-first-token.js';
import { toSse, type SseMessage } from './operators/to-sse.js';
import { throughput } from './operators/throughput.js';
import { verifyEvents } from './operators/verify-events.js';
import { rx, type RxClient } from './rx.js';

// A client whose provider is known to the compiler is accepted like any other client.
const known = createClient({ plugins: [openai], config: { provider: 'openai' } });
expectTypeOf(rx).toBeCallableWith(known);
declare const any: LmClient;
expectTypeOf(rx(any)).toEqualTypeOf<RxClient>();

const chat = rx(known).chat({ messages: [] });
const completion = rx(known).complete({ prompt: '' });
expectTypeOf(chat).toEqualTypeOf<Observable<StreamEvent>>();
expectTypeOf(chat.pipe(textDeltas())).toEqualTypeOf<Observable<string>>();
expectTypeOf(completion.pipe(textDeltas())).toEqualTypeOf<Observable<string>>();
expectTypeOf(chat.pipe(refusalDeltas())).toEqualTypeOf<Observable<string>>();
expectTypeOf(chat.pipe(toolCalls())).toEqualTypeOf<Observable<ToolCall>>();
expectTypeOf(completion.pipe(accumulate())).toEqualTypeOf<Observable<ChatSnapshot>>();
expectTypeOf(chat.pipe(throughput())).toEqualTypeOf<Observable<number>>();
expectTypeOf(rx(known).tokens({ messages: [] }).pipe(throughput())).toEqualTypeOf<Observable<number>>();

expectTypeOf(chat.pipe(finalResponse())).toEqualTypeOf<Observable<ChatResponse>>();
expectTypeOf(completion.pipe(finalResponse())).toEqualTypeOf<Observable<CompletionResponse>>();
const run = rx(known).runTools({ tools: [tool({ name: 'a', run: () => 1 })], messages: [] }, { maxSteps: 3 });
expectTypeOf(run).toEqualTypeOf<Observable<ToolRunEvent>>();
expectTypeOf(run.pipe(textDeltas())).toEqualTypeOf<Observable<string>>();
expectTypeOf(run.pipe(toolCalls())).toEqualTypeOf<Observable<ToolCall>>();
expectTypeOf(run.pipe(accumulate())).toEqualTypeOf<Observable<ChatSnapshot>>();
expectTypeOf(run.pipe(finalResponse())).toEqualTypeOf<Observable<ToolRunResponse>>();
expectTypeOf(run.pipe(toSse())).toEqualTypeOf<Observable<SseMessage>>();

expectTypeOf(chat.pipe(toSse())).toEqualTypeOf<Observable<SseMessage>>();
expectTypeOf(completion.pipe(toSse({ keepAliveMs: 0 }))).toEqualTypeOf<Observable<SseMessage>>();
expectTypeOf(chat.pipe(verifyEvents())).toEqualTypeOf<Observable<StreamEvent>>();
expectTypeOf(chat.pipe(retryBeforeFirstToken(3), finalResponse())).toEqualTypeOf<Observable<ChatResponse>>();
expectTypeOf(chat.pipe(retryBeforeFirstToken(new BackoffRetryPolicy()))).toEqualTypeOf<Observable<StreamEvent>>();

expectTypeOf(rx(known).modelFeatures$('m')).toEqualTypeOf<Observable<ModelFeatures>>();
declare const drafts: Observable<string>;
expectTypeOf(drafts.pipe(contextBudget(known))).toEqualTypeOf<Observable<ContextBudget>>();

const schema = z.object({ kind: z.literal('a'), count: z.string().transform(Number) });
const { object, elements } = rx(known);
expectTypeOf(object({ schema, messages: [] }, { maxRepairs: 0 })).toEqualTypeOf<
  Observable<{ kind?: string; count?: string } | { kind: 'a'; count: number }>
>();
expectTypeOf(object({ choice: ['a', 'b'], messages: [] })).toEqualTypeOf<Observable<string>>();
expectTypeOf(object({ elements: schema, messages: [] })).toEqualTypeOf<
  Observable<{ kind?: string; count?: string }[] | { kind: 'a'; count: number }[]>
>();
expectTypeOf(elements({ elements: schema, messages: [] })).toEqualTypeOf<Observable<{ kind: 'a'; count: number }>>();
// @ts-expect-error -- it has one object
elements({ schema, messages: [] });

expectTypeOf(
  fromStream((signal) =>
    (async function* () {
      yield signal.aborted;
    })(),
  ),
).toEqualTypeOf<Observable<boolean>>();
