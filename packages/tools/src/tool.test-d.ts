import type { JsonObject, LmClient, Message, ToolCall } from '@lmux/core';
import { toResponse, readStreamEvents } from '@lmux/core/web';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  runTools,
  tool,
  type Tool,
  type ToolApproval,
  type ToolRunEvent,
  type ToolRunResponse,
  type ToolRunStep,
  type ToolSource,
} from './index.js';

declare const client: LmClient;
declare const messages: Message[];

describe('the input of a tool has the type that its schema validates', () => {
  test('of Zod', () => {
    const parameters = z.object({
      kind: z.literal(['a', 'b']),
      at: z.iso.date().transform((text) => new Date(text)),
      level: z.int().default(1),
      note: z.string().optional(),
    });
    const made = tool({
      name: 'a',
      parameters,
      run(input, { signal, toolCall, progress }) {
        expectTypeOf(input).toEqualTypeOf<z.output<typeof parameters>>();
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        expectTypeOf(toolCall).toEqualTypeOf<ToolCall>();
        progress({ done: 0.5 });
        return input.level;
      },
    });
    expectTypeOf(made).toEqualTypeOf<Tool<z.output<typeof parameters>, number>>();
  });

  test('of Valibot', () => {
    const parameters = toStandardJsonSchema(
      v.object({ kind: v.picklist(['a', 'b']), count: v.pipe(v.string(), v.transform(Number)) }),
    );
    tool({
      name: 'a',
      parameters,
      run: (input) => expectTypeOf(input).toEqualTypeOf<{ kind: 'a' | 'b'; count: number }>(),
    });
    // @ts-expect-error -- it cannot be converted to JSON Schema
    tool({ name: 'a', parameters: v.object({ kind: v.string() }), run: () => 1 });
  });

  test('of ArkType', () => {
    tool({
      name: 'a',
      parameters: type({ kind: "'a' | 'b'", count: 'string.numeric.parse', 'note?': 'string[]' }),
      run: (input) => expectTypeOf(input).toEqualTypeOf<{ kind: 'a' | 'b'; count: number; note?: string[] }>(),
    });
  });

  test('of JSON Schema, whose fields are unknown', () => {
    tool({
      name: 'a',
      parameters: { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] },
      run: (input) => expectTypeOf(input).toEqualTypeOf<Record<string, unknown>>(),
    });
    const json: JsonObject = {};
    tool({ name: 'a', parameters: json, run: (input) => expectTypeOf(input).toEqualTypeOf<Record<string, unknown>>() });
  });

  test('of no schema, which is an empty object', () => {
    tool({ name: 'a', run: (input) => expectTypeOf(input).toEqualTypeOf<Record<string, never>>() });
    tool({ name: 'a', run: () => 1 });
  });
});

test('a tool has no unknown fields', () => {
  // @ts-expect-error -- the field of another library
  tool({ name: 'a', execute: () => 1 });
  // @ts-expect-error -- an unknown field
  tool({ name: 'a', params: {}, run: () => 1 });
  // @ts-expect-error -- no name
  tool({ run: () => 1 });
  expectTypeOf(tool({ name: 'a' })).toExtend<Tool>();
});

test('a run accepts tools of any input, sources, the fields of a chat and the options of a call', () => {
  const weather = tool({ name: 'w', parameters: z.object({ city: z.string() }), run: async ({ city }) => city });
  const source: ToolSource = { tools: () => [weather] };
  const plain: Tool = { name: 'p', run: () => 1 };
  runTools(client, { tools: [weather, source, plain], messages, model: 'm', toolChoice: 'required' });
  runTools(
    client,
    { tools: [weather], messages },
    {
      maxSteps: 3,
      concurrency: 2,
      toolTimeoutMs: 5000,
      onInvalidInput: 'throw',
      timeouts: { total: 1 },
      approve(call, { signal }) {
        expectTypeOf(call).toEqualTypeOf<ToolCall>();
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        return call.name === 'w' ? 'run' : { deny: 'no' };
      },
      stopWhen(step) {
        expectTypeOf(step).toEqualTypeOf<ToolRunStep>();
        return step.index > 3;
      },
      prepareStep: async ({ index, steps, messages: all }) => {
        expectTypeOf(steps).toEqualTypeOf<readonly ToolRunStep[]>();
        expectTypeOf(all).toEqualTypeOf<readonly Message[]>();
        return index === 0 ? { temperature: 0, tools: [weather] } : undefined;
      },
    },
  );
  runTools(client, { tools: [weather], messages }, { prepareStep() {}, approve: () => 'deny' });
  expectTypeOf<{ input: { city: string } }>().toExtend<ToolApproval>();
  expectTypeOf<{ input: string }>().not.toExtend<ToolApproval>();
  // @ts-expect-error -- no tools
  runTools(client, { messages });
  // @ts-expect-error -- no messages
  runTools(client, { tools: [weather] });
  // @ts-expect-error -- an unknown option
  runTools(client, { tools: [weather], messages }, { maxRounds: 3 });
  // @ts-expect-error -- not a decision
  runTools(client, { tools: [weather], messages }, { approve: () => true });
});

test('a run is a stream of events that can be sent to a page', async () => {
  const stream = runTools(client, { tools: [tool({ name: 'a' })], messages });
  for await (const event of stream) {
    expectTypeOf(event).toEqualTypeOf<ToolRunEvent>();
    if (event.type === 'tool-run-end') expectTypeOf(event.error).toEqualTypeOf<string | undefined>();
    if (event.type === 'finish') expectTypeOf(event.response).toEqualTypeOf<ToolRunResponse>();
  }
  expectTypeOf(await stream.response()).toEqualTypeOf<ToolRunResponse>();
  const response = await toResponse(stream);
  for await (const event of readStreamEvents<ToolRunEvent>(response)) expectTypeOf(event).toEqualTypeOf<ToolRunEvent>();
});
