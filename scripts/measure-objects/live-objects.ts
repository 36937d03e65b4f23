import type { LmClient } from '@lmux/core';
import { generateObject, isObjectError, streamObject, type ObjectOptions } from '@lmux/core/objects';
import { z } from 'zod';

/** A tree of a limited depth. A small model may never end one without a limit. */
function tree(depth: number): z.ZodType {
  const name = z.string().max(8);
  return depth === 0 ? z.object({ name }) : z.object({ name, children: z.array(tree(depth - 1)).max(2) });
}

/** The schemas that are requested. Strings and arrays have a maximum length. */
export const LIVE_SCHEMAS = {
  record: z.object({ name: z.string().max(16), color: z.enum(['red', 'green', 'blue']), isNew: z.boolean() }),
  nested: z.object({
    user: z.object({ address: z.object({ city: z.string().max(12), zip: z.int().min(0).max(9999) }) }),
  }),
  union: z.union([z.object({ error: z.string().max(16) }), z.object({ count: z.int().min(0).max(9) })]),
  discriminated: z.discriminatedUnion('type', [
    z.object({ type: z.literal('circle'), radius: z.int().min(1).max(9) }),
    z.object({ type: z.literal('label'), text: z.string().max(12) }),
  ]),
  enum: z.enum(['low', 'medium', 'high']),
  array: z.object({ items: z.array(z.object({ sku: z.string().max(6), amount: z.int().min(1).max(20) })).max(3) }),
  bounded: z.object({ hour: z.int().min(0).max(23), year: z.int().min(1900).max(2100), below: z.int().max(-19) }),
  optional: z.object({ title: z.string().max(12), note: z.string().max(12).optional(), parent: z.int().nullable() }),
  recursive: tree(3),
  formats: z.object({ id: z.uuid(), day: z.iso.date(), code: z.string().regex(/^[A-Z]{2}-\d{4}$/) }),
} as const;

export type LiveSchema = keyof typeof LIVE_SCHEMAS;

/** The number of requests for a schema by their outcome. */
export interface LiveResult {
  readonly schema: string;
  readonly requests: number;
  valid: number;
  repaired: number;
  length: number;
  invalid: number;
  /** Streams whose partial objects did not grow, or did not end with the object. */
  broken: number;
}

/** Returns true if a partial value is the beginning of another. */
function isBeginning(part: unknown, whole: unknown): boolean {
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part);
  if (typeof part !== 'object' || part === null) return part === whole;
  return (
    typeof whole === 'object' &&
    whole !== null &&
    Object.entries(part).every(([key, value]) => isBeginning(value, (whole as Record<string, unknown>)[key]))
  );
}

/** Requests objects of a schema in turns as a whole and as a stream. */
export async function measureLive(
  client: LmClient,
  name: LiveSchema,
  requests: number,
  options: ObjectOptions = {},
): Promise<LiveResult> {
  const result: LiveResult = { schema: name, requests, valid: 0, repaired: 0, length: 0, invalid: 0, broken: 0 };
  for (let index = 0; index < requests; index += 1) {
    const request = {
      schema: LIVE_SCHEMAS[name] as z.ZodType,
      messages: [{ role: 'user', content: `Write example ${index + 1} of a ${name} value as JSON.` }],
      temperature: (index % 3) / 2,
      seed: index,
      maxOutputTokens: 500,
    } as const;
    try {
      const { object, warnings } =
        index % 2 === 0
          ? await generateObject(client, request, options)
          : await streamed(client, request, options, result);
      if (LIVE_SCHEMAS[name].safeParse(object).success) result.valid += 1;
      if (warnings.some(({ code }) => code === 'object_repaired')) result.repaired += 1;
    } catch (error) {
      if (!isObjectError(error)) throw error;
      if (error.finishReason?.unified === 'length') result.length += 1;
      else result.invalid += 1;
    }
  }
  return result;
}

async function streamed(
  client: LmClient,
  request: {
    readonly schema: z.ZodType;
    readonly messages: readonly [{ readonly role: 'user'; readonly content: string }];
  },
  options: ObjectOptions,
  result: LiveResult,
) {
  const stream = streamObject(client, request, options);
  let last: unknown;
  let isWhole = true;
  for await (const partial of stream.partials()) {
    isWhole &&= last === undefined || isBeginning(last, partial);
    last = partial;
  }
  const response = await stream.response();
  if (!isWhole || !isBeginning(last, response.object)) result.broken += 1;
  return response;
}
