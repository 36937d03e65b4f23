import { describe, expectTypeOf, test } from 'vitest';
import {
  isApiError,
  isCapabilityError,
  isLmError,
  isStreamError,
  type AssistantMessage,
  type CallOptions,
  type ChatRequest,
  type ChatResponse,
  type ClientConfig,
  type CompletionRequest,
  type EmbeddingRequest,
  type ErrorCode,
  type LmClient,
  type LmError,
  type LoadRequest,
  type Message,
  type MissingFeature,
  type PartialResponse,
  type ProviderMetadata,
  type RangedSetting,
  type ReasoningPart,
  type RouteCapabilities,
  type SamplingSettings,
  type StreamEvent,
  type SupportCell,
  type ToolCall,
  type ToolCallInput,
} from '../src/index.js';

/** Compiles only if every event has a branch and each branch has its fields. */
function read(event: StreamEvent): string | number | undefined {
  switch (event.type) {
    case 'start':
      return event.model + event.route;
    case 'warning':
      return event.warning.message;
    case 'model-load-progress':
    case 'prompt-progress':
      return event.fraction;
    case 'model-load-end':
      return event.seconds;
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
      return event.text;
    case 'tool-call-start':
      return event.index + event.id + event.name;
    case 'tool-call-delta':
      return event.index + event.argumentsDelta;
    case 'tool-call-end':
      return event.index + event.toolCall.arguments;
    case 'tool-result-start':
      return event.id + event.name;
    case 'tool-result-input':
      return event.toolCall.arguments;
    case 'tool-result':
      return event.toolCall.name + (event.output ?? event.failure);
    case 'finish':
      return event.response.text;
    case 'model-load-start':
    case 'prompt-start':
    case 'prompt-end':
    case 'reasoning-start':
    case 'reasoning-end':
    case 'text-start':
    case 'text-end':
    case 'refusal-start':
    case 'refusal-end':
    case 'raw':
      return undefined;
    default:
      return event satisfies never;
  }
}

describe('stream events', () => {
  test('are distinguished by "type", exhaustively', () => {
    expectTypeOf(read).parameter(0).toEqualTypeOf<StreamEvent>();
  });

  test('have exactly these types', () => {
    expectTypeOf<StreamEvent['type']>().toEqualTypeOf<
      | 'start'
      | 'warning'
      | `model-load-${'start' | 'progress' | 'end'}`
      | `prompt-${'start' | 'progress' | 'end'}`
      | `reasoning-${'start' | 'delta' | 'end'}`
      | `text-${'start' | 'delta' | 'end'}`
      | `refusal-${'start' | 'delta' | 'end'}`
      | `tool-call-${'start' | 'delta' | 'end'}`
      | `tool-result-${'start' | 'input'}`
      | 'tool-result'
      | 'raw'
      | 'finish'
    >();
  });
});

describe('errors', () => {
  const caught: unknown = undefined;

  test('are narrowed by their guards', () => {
    if (isLmError(caught)) expectTypeOf(caught.code).toEqualTypeOf<ErrorCode>();
    if (isLmError(caught, 'rate_limited')) expectTypeOf(caught.code).toEqualTypeOf<'rate_limited'>();
    if (isApiError(caught)) expectTypeOf(caught.status).toEqualTypeOf<number>();
    if (isCapabilityError(caught)) {
      expectTypeOf(caught.missing).toEqualTypeOf<readonly MissingFeature[]>();
      expectTypeOf(caught.supportedBy).toEqualTypeOf<readonly string[]>();
    }
    if (isStreamError(caught)) expectTypeOf(caught.partial).toEqualTypeOf<PartialResponse>();
    expectTypeOf<LmError>().toExtend<Error>();
  });

  test('have codes from a closed union', () => {
    // @ts-expect-error -- no such code
    isLmError(caught, 'rate_limit');
    expectTypeOf<'stream_truncated' | 'capability_unsupported' | 'closed'>().toExtend<ErrorCode>();
  });
});

describe('requests', () => {
  test('accept readonly data', () => {
    const messages = [
      { role: 'system', content: 'be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x' },
          { type: 'image', image: 'data:,' },
        ],
      },
    ] as const;
    const request = {
      messages,
      stop: ['a'],
      tools: [{ name: 'f', parameters: { type: 'object', required: ['a'] } }],
    } as const;
    expectTypeOf(request).toExtend<ChatRequest>();
    expectTypeOf<{ input: readonly string[] }>().toExtend<EmbeddingRequest>();
    expectTypeOf<Readonly<Message[]>>().toExtend<ChatRequest['messages']>();
  });

  test('accept undefined for every optional field', () => {
    type Optional<T> = { [Key in keyof T as undefined extends T[Key] ? Key : never]-?: undefined };
    expectTypeOf<Optional<ChatRequest> & { messages: Message[] }>().toExtend<ChatRequest>();
    expectTypeOf<Optional<CompletionRequest> & { prompt: string }>().toExtend<CompletionRequest>();
    expectTypeOf<Optional<EmbeddingRequest> & { input: string }>().toExtend<EmbeddingRequest>();
    expectTypeOf<Optional<LoadRequest>>().toExtend<LoadRequest>();
    expectTypeOf<Optional<CallOptions>>().toExtend<CallOptions>();
    expectTypeOf<Optional<ClientConfig> & { provider: string }>().toExtend<ClientConfig>();
    // All keys except the required ones are in `Optional`, so every optional key accepts undefined.
    expectTypeOf<Exclude<keyof ChatRequest, keyof Optional<ChatRequest>>>().toEqualTypeOf<'messages'>();
    expectTypeOf<Exclude<keyof CallOptions, keyof Optional<CallOptions>>>().toEqualTypeOf<never>();
    expectTypeOf<Exclude<keyof ClientConfig, keyof Optional<ClientConfig>>>().toEqualTypeOf<'provider'>();
  });

  test('reject unknown fields and values', () => {
    // @ts-expect-error -- unknown field
    const misnamed: ChatRequest = { messages: [], maxTokens: 5 };
    // @ts-expect-error -- unknown role
    const role: Message = { role: 'developer', content: 'x' };
    // @ts-expect-error -- only user messages may contain images
    const image: Message = { role: 'system', content: [{ type: 'image', image: 'x' }] };
    // @ts-expect-error -- a tool result needs the id of its call
    const result: Message = { role: 'tool', content: 'x' };
    expectTypeOf([misnamed]).toEqualTypeOf<ChatRequest[]>();
    expectTypeOf([role, image, result]).toExtend<Message[]>();
  });

  test('accept the state of a server as JSON objects', () => {
    const metadata = { 'openai/openai@https://example.com': { signature: 's' } } as const;
    const reasoning = [{ type: 'reasoning', text: '', providerMetadata: metadata }] as const;
    const toolCalls = [{ id: 'a', name: 'f', arguments: '{}', providerMetadata: metadata }] as const;
    expectTypeOf(metadata).toExtend<ProviderMetadata>();
    expectTypeOf(reasoning).toExtend<readonly ReasoningPart[]>();
    expectTypeOf({ role: 'assistant', reasoning, toolCalls, providerMetadata: metadata } as const).toExtend<Message>();
    // @ts-expect-error -- state is an object
    const state: ProviderMetadata = { source: 'signature' };
    // @ts-expect-error -- only assistant messages have state
    const user: Message = { role: 'user', content: 'x', providerMetadata: metadata };
    expectTypeOf([state, user]).toBeArray();
    // An incomplete response must not become part of the history.
    expectTypeOf<PartialResponse>().not.toHaveProperty('message');
  });

  test('accept a response as history', () => {
    const reply = {} as ChatResponse;
    const back = {
      role: 'assistant',
      content: reply.text,
      toolCalls: reply.toolCalls,
      reasoning: reply.reasoning,
    } as const;
    expectTypeOf(back).toExtend<Message>();
    expectTypeOf(reply.message).toExtend<Message>();
    expectTypeOf(reply.message).toEqualTypeOf<AssistantMessage>();
    expectTypeOf<ToolCall>().toExtend<ToolCallInput>();
    expectTypeOf<ToolCall['input']>().toEqualTypeOf<unknown>();
  });
});

test('everything that has to be closed supports `await using`', () => {
  expectTypeOf<LmClient>().toExtend<AsyncDisposable>();
  expectTypeOf<ReturnType<LmClient['chatStream']>>().toExtend<AsyncDisposable & AsyncIterable<StreamEvent>>();
  expectTypeOf<Awaited<ReturnType<LmClient['models']['load']>>>().toExtend<AsyncDisposable>();
});

describe('limits of a route', () => {
  test('are optional, and are not a cell', () => {
    expectTypeOf<RouteCapabilities['tools']>().toEqualTypeOf<SupportCell>();
    expectTypeOf<Exclude<keyof RouteCapabilities, 'limits'>>().toEqualTypeOf<
      Exclude<MissingFeature['feature'], 'temperature' | 'topP'>
    >();
    expectTypeOf<{ temperature: readonly [0, 1]; embedInputs: 1 }>().toExtend<RouteCapabilities['limits']>();
    expectTypeOf<{ temperature: readonly [1] }>().not.toExtend<RouteCapabilities['limits']>();
    expectTypeOf<'yes'>().not.toExtend<RouteCapabilities['limits']>();
  });

  test('have ranges only of numeric settings', () => {
    expectTypeOf<SamplingSettings[RangedSetting]>().toEqualTypeOf<number | undefined>();
  });
});
