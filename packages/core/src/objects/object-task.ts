import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { Message } from '../contract/message.js';
import type { Plan } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isLmError, isObjectError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { maskPointer } from '../errors/looks-secret.js';
import { unsupportedFeatureOf } from '../errors/unsupported-feature.js';
import type { ObjectIssue } from '../errors/object-error.js';
import { chatFields, checkObjectRequest } from './check-object-request.js';
import { findValues } from './find-values.js';
import { fitSchema } from './fit-schema.js';
import { createResponseError, type InvalidResponse } from './object-errors.js';
import { chatFor, DEFAULT_NAME, MODE_FEATURES, OBJECT_WAYS, type ObjectWay } from './object-modes.js';
import type { ObjectChatRequest, ObjectOptions, ObjectPlan, ObjectRequest, ObjectResponse } from './object-request.js';
import { targetOf, type ObjectTarget, type Validated } from './object-target.js';
import { withIssues } from './repair-messages.js';
import { untilAborted } from './until-aborted.js';
import { unwrap } from './unwrap.js';

type ObjectFields = Pick<ObjectChatRequest, 'name' | 'description' | 'strict'> & {
  readonly maxElements?: number | undefined;
};

/** Names at most five keywords, since a message has to be readable. */
function namesOf(pointers: readonly string[]): string {
  const names = pointers.slice(0, 5).map((pointer) => (pointer === '' ? 'the root' : `"${maskPointer(pointer)}"`));
  return names.join(', ') + (pointers.length > 5 ? ` and ${pointers.length - 5} more` : '');
}

/** One request for an object: its plan, the chats that are sent for it, and the object in their responses. */
export class ObjectTask {
  readonly target: ObjectTarget;
  /** The options of the chats. */
  readonly options: CallOptions;
  readonly #client: LmClient;
  readonly #isStrict: boolean;
  readonly #maxRepairs: number;
  /** The fields that describe the object. */
  readonly #fields: ObjectFields;
  /** The chat without the request for the object. */
  readonly #input: ChatRequest;
  /** The ways that may still be used. The first one is that of the plan. */
  #ways: readonly ObjectWay[];
  #plan: ObjectPlan | undefined;
  /** The messages, with the responses that were not valid, and their issues. */
  #messages: readonly Message[];
  /** The response that is being repaired. */
  #invalid: InvalidResponse | undefined;
  #responses = 0;
  readonly #ended = new AbortController();

  /** Throws `invalid_request` if the fields of the object or the options are invalid. The client checks the chat. */
  constructor(client: LmClient, request: ObjectRequest, options: ObjectOptions = {}) {
    checkObjectRequest(request, options);
    const { mode, maxRepairs, strictSchema, ...call } = options;
    if (strictSchema === true && mode !== undefined && mode !== 'jsonSchema') {
      throw new LmError(
        'invalid_request',
        `"strictSchema" requires the mode "jsonSchema", because servers do not hold the model to a schema in the mode "${mode}". Remove one of the two.`,
      );
    }
    this.#fields = request;
    this.target = targetOf(request);
    // The object is read from the text of the response. An emulated tool would need the same support as the mode "jsonSchema".
    this.options = { ...call, collect: true, emulate: 'never' };
    this.#client = client;
    this.#isStrict = strictSchema === true;
    this.#input = chatFields(request) as ChatRequest;
    this.#messages = request.messages;
    this.#maxRepairs = maxRepairs ?? 1;
    const only = mode ?? (this.#isStrict ? 'jsonSchema' : undefined);
    this.#ways = OBJECT_WAYS.filter((way) => only === undefined || way.mode === only);
  }

  get #way(): ObjectWay {
    return this.#ways[0] ?? { mode: 'jsonSchema' };
  }

  #explain(chat: ChatRequest): Plan {
    return this.#client.explain(chat, this.options);
  }

  /** Returns the plan: the first mode that a route supports, and the schema that it sends. */
  plan(): ObjectPlan {
    if (this.#plan !== undefined) return this.#plan;
    const explain = (way: ObjectWay): Plan => this.#explain(chatFor(way, this.#input, { schema: {} }));
    const first = this.#ways.findIndex((way) => explain(way).route !== undefined);
    this.#ways = this.#ways.slice(Math.max(first, 0));
    const { mode } = this.#way;
    const plan = explain(this.#way);
    const isHeld = mode === 'jsonSchema';
    const { schemaKeywords } = this.#client.capabilities.routes[plan.route ?? '']?.limits ?? {};
    const { schema, unsupported, unbounded } = fitSchema(this.target.schema, {
      ...this.target,
      maxElements: this.#fields.maxElements,
      keywords: isHeld ? schemaKeywords : undefined,
    });
    this.#plan = { mode, schema, unsupported: isHeld ? unsupported : [], unbounded, plan };
    return this.#plan;
  }

  /** Returns the next chat to send. Throws `invalid_request` for a schema that is not held, if `strictSchema` is set. */
  nextChat(): ChatRequest {
    const { schema, unsupported, plan } = this.plan();
    if (this.#isStrict && unsupported.length > 0 && plan.route !== undefined) {
      throw new LmError(
        'invalid_request',
        `The server does not hold the model to ${namesOf(unsupported)} of the schema. Change the schema, or do not set "strictSchema".`,
        { provider: this.#client.provider },
      );
    }
    return chatFor(this.#way, { ...this.#input, messages: this.#messages }, { ...this.#fields, schema });
  }

  /** Returns true if the chat was refused because of its mode, and another mode can be used. */
  fallsBack(error: unknown): boolean {
    if (!isLmError(error) || this.#plan === undefined || this.#responses > 0) return false;
    const { mode } = this.#way;
    const refused = unsupportedFeatureOf(error, this.#input.model ?? '');
    // The client may also have learned from the error that no route supports the chat.
    const isKnown = this.#explain(chatFor(this.#way, this.#input, { schema: {} })).route === undefined;
    const isRefused = error.code === 'capability_unsupported' || isKnown || MODE_FEATURES[mode].includes(refused);
    if (!isRefused) return false;
    this.#ways = this.#ways.slice(1).filter((way) => isKnown || refused === 'systemMessage' || way.mode !== mode);
    this.#plan = undefined;
    return this.#ways.length > 0;
  }

  /** Returns the error to report: that of the invalid response, if the request to repair it failed for another reason than the application. */
  errorOf(error: unknown): unknown {
    const isOfRepair = isLmError(error) && !isObjectError(error) && !['aborted', 'closed'].includes(error.code);
    return isOfRepair && this.#invalid !== undefined ? createResponseError({ ...this.#invalid, cause: error }) : error;
  }

  /** Validates an element of a list. */
  validateElement(value: unknown, index: number): Promise<Validated> {
    const { validate, validateElement = validate } = this.target;
    return this.#whileUsed(validateElement(value, index));
  }

  /** Ends the waiting for validators. */
  end(): void {
    this.#ended.abort();
  }

  async #whileUsed(result: Promise<Validated>): Promise<Validated> {
    const { provider } = this.#client;
    try {
      return await untilAborted(result, this.options.signal, this.#ended.signal);
    } catch (cause) {
      if (isLmError(cause)) throw cause;
      const name = cause instanceof Error ? cause.name : typeof cause;
      const message = `The validation of the object threw an error (${name}) instead of returning issues. The error is in "cause".`;
      throw new LmError('invalid_request', message, { cause, provider });
    }
  }

  /**
   * Returns the response with its object, or `undefined` if the chat has to be sent again, with the issues. Throws `object_invalid`.
   *
   * @param only The values that may be the object, of which elements were emitted. There is no repair then. Default: all in the response.
   * @param isOther True if the list in the response has other elements than those that were emitted.
   */
  async read(
    response: ChatResponse,
    only?: readonly unknown[],
    isOther = false,
  ): Promise<ObjectResponse<unknown> | undefined> {
    this.#responses += 1;
    const calls = this.plan().mode === 'tool' ? response.toolCalls : [];
    const { name = DEFAULT_NAME } = this.#fields;
    const raw = (calls.find((call) => call.name === name) ?? calls[0])?.arguments ?? response.text;
    const values = only ?? findValues(raw);
    let issues: readonly ObjectIssue[] | undefined;
    // An object whose only field is called like that around the value may be the value itself.
    const candidates = values.flatMap((value) => [...new Set([value, unwrap(value, this.target.key)])]);
    for (const value of candidates.toReversed()) {
      const result = await this.#whileUsed(this.target.validate(value));
      if (result.issues === undefined) return this.#complete(response, result.value);
      // Those of the last value.
      issues ??= result.issues;
    }
    issues ??= [{ path: [], message: isOther ? 'Expected a list of the same elements.' : 'Expected JSON.' }];
    const { key } = this.target;
    const { provider } = this.#client;
    const invalid = { response, issues, raw, key, provider, attempts: this.#responses };
    const isFinal = response.refusal !== undefined || /length|filter/.test(response.finishReason.unified);
    if (!isFinal && only === undefined && this.#responses <= this.#maxRepairs) {
      this.#messages = withIssues(this.#messages, response, issues);
      this.#invalid = invalid;
      // A server may not accept a conversation.
      if (this.#explain(this.nextChat()).route !== undefined) return undefined;
    }
    throw createResponseError(invalid);
  }

  /** Returns a copy of the response with the object and the warnings about it. */
  #complete(response: ChatResponse, object: unknown): ObjectResponse<unknown> {
    const { unsupported, unbounded } = this.plan();
    const warnings: Warning[] = [...response.warnings];
    if (unsupported.length > 0) {
      warnings.push({
        code: 'schema_adapted',
        message: `The server does not hold the model to ${namesOf(unsupported)} of the schema. The object was validated against it afterwards.`,
      });
    }
    if (unbounded.length > 0 && this.#input.maxOutputTokens === undefined) {
      warnings.push({
        code: 'schema_unbounded',
        message: `The schema has parts without a maximum length (${namesOf(unbounded)}), which small models may never end. Give them one, or set "maxOutputTokens".`,
      });
    }
    if (this.#responses > 1) {
      warnings.push({
        code: 'object_repaired',
        message: `The first response was not the requested object. Response ${this.#responses} is, after the model received the issues.`,
      });
    }
    // Copies the properties that are not enumerable too, such as `http`. The provider may return the same response again.
    const { getOwnPropertyDescriptors: describe } = Object;
    return Object.defineProperties({} as ObjectResponse<unknown>, {
      ...describe(response),
      ...describe({ object, warnings }),
    });
  }
}
