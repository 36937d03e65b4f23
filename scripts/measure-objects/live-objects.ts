import assert from 'node:assert/strict';
import { isLmError, type JsonObject, type LmClient } from '@lmux/core';
import {
  generateObject,
  isObjectError,
  streamObject,
  type ElementsRequest,
  type ObjectOptions,
  type ObjectRequest,
  type ObjectResponse,
} from '@lmux/core/objects';
import { checkGrowth } from './check-document.ts';
import type { LiveSchema } from './live-schemas.ts';

/** What became of the requests for objects of one schema. */
export interface LiveResult {
  readonly schema: string;
  readonly requests: number;
  readonly valid: number;
  /** Of the valid ones, those of a second response. */
  readonly repaired: number;
  /** Objects that reached the maximum number of tokens. */
  readonly length: number;
  readonly invalid: number;
  /** The reasons of all that are not valid. */
  readonly failures: readonly string[];
}

type Outcome = Exclude<keyof LiveResult, 'schema' | 'requests' | 'failures'>;

/** What to request. */
export interface LiveOptions {
  readonly client: LmClient;
  readonly runs: number;
  /** Number of the first run, which selects its prompt and seed. */
  readonly first?: number | undefined;
  readonly options?: ObjectOptions | undefined;
  /** Other fields of the requests. */
  readonly extra?: JsonObject | undefined;
}

function isRepaired({ warnings }: ObjectResponse<unknown>): boolean {
  return warnings.some(({ code }) => code === 'object_repaired');
}

/** Streams an object, and checks that each partial one is the beginning of the next, and the last one the object. */
async function streamPartials(
  client: LmClient,
  request: ObjectRequest,
  options: ObjectOptions | undefined,
): Promise<ObjectResponse<unknown>> {
  const stream = streamObject(client, request, options);
  const partials: unknown[] = [];
  for await (const partial of stream.partials()) partials.push(partial);
  const response: ObjectResponse<unknown> = await stream.response();
  assert.ok(partials.length > 0, 'a partial object');
  assert.deepEqual(partials.at(-1), response.object, 'the last partial object is the object');
  // A repaired object begins again.
  if (!isRepaired(response)) {
    for (const [index, partial] of partials.entries()) {
      if (index > 0) checkGrowth(partials[index - 1], partial);
    }
  }
  return response;
}

/** Streams a list, and checks that its elements make up the list. */
async function streamElements(
  client: LmClient,
  request: ElementsRequest,
  options: ObjectOptions | undefined,
): Promise<ObjectResponse<unknown>> {
  const stream = streamObject(client, request, options);
  const elements: unknown[] = [];
  for await (const element of stream.elements()) elements.push(element);
  const response = await stream.response();
  assert.deepEqual(elements, response.object, 'the elements are the list');
  return response;
}

/** Returns the way in which a run requests an object: whole, as partial objects, or as elements. */
function requestObject(
  { client, options }: LiveOptions,
  request: ObjectRequest,
  run: number,
): Promise<ObjectResponse<unknown>> {
  if (run % 2 === 0) return generateObject(client, request, options);
  if (request.elements === undefined || run % 4 === 1) return streamPartials(client, request, options);
  return streamElements(client, request, options);
}

function failureOf(error: unknown): { outcome: Outcome; reason: string } {
  if (!isObjectError(error)) {
    const reason = isLmError(error) ? `${error.code}: ${error.message}` : String(error);
    return { outcome: 'invalid', reason };
  }
  const outcome = error.finishReason?.unified === 'length' ? 'length' : 'invalid';
  return { outcome, reason: `${outcome}: ${JSON.stringify(error.issues)} in ${JSON.stringify(error.raw)}` };
}

/** Requests objects of one schema: whole and as a stream in turns, with different prompts, seeds and temperatures. */
export async function measureLive(name: string, schema: LiveSchema, live: LiveOptions): Promise<LiveResult> {
  const counts: Record<Outcome, number> = { valid: 0, repaired: 0, length: 0, invalid: 0 };
  const failures: string[] = [];
  const { prompts, target, result } = schema;
  const first = live.first ?? 0;
  for (let run = first; run < first + live.runs; run += 1) {
    const request = {
      ...target,
      messages: [{ role: 'user', content: prompts[run % prompts.length] ?? '' }],
      // Different for the same prompt. Ollama writes nonsense at higher temperatures.
      temperature: (Math.floor(run / prompts.length) % 4) / 4,
      seed: run,
      maxOutputTokens: 800,
      extra: live.extra,
    } as ObjectRequest;
    try {
      const response = await requestObject(live, request, run);
      result.parse(response.object);
      counts.valid += 1;
      if (isRepaired(response)) counts.repaired += 1;
    } catch (error) {
      // The server has ended. All other requests would fail too.
      if (isLmError(error, 'connection_failed')) throw error;
      const { outcome, reason } = failureOf(error);
      counts[outcome] += 1;
      failures.push(`run ${run}: ${reason}`);
    }
  }
  return { schema: name, requests: live.runs, ...counts, failures };
}
