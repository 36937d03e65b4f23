import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { Message } from '../contract/message.js';
import type { Plan } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { ObjectIssue } from '../errors/object-error.js';
import { checkKeys, checkObject, isBoolean, isCount, isString } from '../validate/check.js';
import { findValues } from './find-values.js';
import { fitSchema } from './fit-schema.js';
import { createResponseError } from './object-errors.js';
import { chatFor, isObjectMode, OBJECT_MODES } from './object-modes.js';
import { unwrap } from './object-reader.js';
import type {
  ObjectChatRequest,
  ObjectMode,
  ObjectOptions,
  ObjectPlan,
  ObjectRequest,
  ObjectResponse,
} from './object-request.js';
import { targetOf, type ObjectTarget } from './object-target.js';
import { repairMessages } from './repair-messages.js';

const OPTIONS = { mode: isObjectMode, maxRepairs: isCount, strictSchema: isBoolean };
const FIELDS = { name: isString, description: isString, strict: isBoolean, maxElements: isCount };

/** The fields of a request that are not those of its chat. */
const OBJECT_FIELDS = /* @__PURE__ */ new Set(['schema', 'elements', 'choice', 'validate', ...Object.keys(FIELDS)]);
/** The fields of a chat by which the modes ask for the object. */
const MODE_FIELDS = ['responseFormat', 'tools', 'toolChoice'];

type ObjectFields = Pick<ObjectChatRequest, 'name' | 'description' | 'strict'> & {
  readonly maxElements?: number | undefined;
};

/** Names at most five keywords, since a message has to be readable. */
function namesOf(pointers: readonly string[]): string {
  const names = pointers.slice(0, 5).map((pointer) => `"${pointer === '' ? '/' : pointer}"`);
  return names.join(', ') + (pointers.length > 5 ? ` and ${pointers.length - 5} more` : '');
}

function chatOf(request: ObjectRequest): ChatRequest {
  const taken = MODE_FIELDS.find((field) => request[field as keyof ObjectRequest] !== undefined);
  if (taken !== undefined) {
    throw new LmError(
      'invalid_request',
      `"${taken}" cannot be set, because the request for an object sets it itself. Remove it.`,
    );
  }
  const fields = Object.entries(request).filter(([field]) => !OBJECT_FIELDS.has(field));
  return Object.fromEntries(fields) as unknown as ChatRequest;
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
  /** The modes that may still be used. */
  #modes: readonly ObjectMode[];
  #plan: ObjectPlan | undefined;
  /** The messages about responses that were not valid. */
  #repairs: readonly Message[] = [];
  #responses = 0;

  /** Throws `invalid_request` if the fields of the object or the options are invalid. The client checks the chat. */
  constructor(client: LmClient, request: ObjectRequest, options: ObjectOptions = {}) {
    checkObject(request, 'The request', 'invalid_request');
    checkObject(options, '"options"', 'invalid_request');
    const { mode, maxRepairs, strictSchema, ...call } = options;
    checkKeys({ mode, maxRepairs, strictSchema }, OPTIONS, 'options', 'invalid_request');
    const { name, description, strict, maxElements } = (this.#fields = request as ObjectFields);
    checkKeys({ name, description, strict, maxElements }, FIELDS, '', 'invalid_request');
    this.target = targetOf(request);
    // The object is read from the text of the response.
    this.options = { ...call, collect: true };
    this.#client = client;
    this.#isStrict = strictSchema === true;
    this.#input = chatOf(request);
    this.#maxRepairs = maxRepairs ?? 1;
    if (mode === undefined) this.#modes = this.#isStrict ? ['jsonSchema'] : OBJECT_MODES;
    else this.#modes = [mode];
  }

  /** Returns the plan: the first mode that a route supports, and the schema that it sends. */
  plan(): ObjectPlan {
    if (this.#plan !== undefined) return this.#plan;
    const explain = (mode: ObjectMode): Plan =>
      this.#client.explain(chatFor(mode, this.#input, { schema: {} }), this.options);
    const mode = this.#modes.find((one) => explain(one).route !== undefined) ?? this.#modes[0] ?? 'jsonSchema';
    const plan = explain(mode);
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
    const { mode, schema, unsupported, plan } = this.plan();
    // Servers hold the model to nothing in the other modes.
    const missing = mode === 'jsonSchema' ? unsupported : [''];
    if (this.#isStrict && missing.length > 0 && plan.route !== undefined) {
      throw new LmError(
        'invalid_request',
        `The server does not hold the model to ${namesOf(missing)} of the schema. Change the schema, or do not set "strictSchema".`,
        { provider: this.#client.provider },
      );
    }
    const chat = chatFor(mode, this.#input, { ...this.#fields, schema });
    return this.#repairs.length === 0 ? chat : { ...chat, messages: [...chat.messages, ...this.#repairs] };
  }

  /** Returns true if the chat was refused because of its mode, and another mode can be used. */
  fallsBack(error: unknown): boolean {
    if (!isLmError(error, 'capability_unsupported') || this.#plan === undefined || this.#responses > 0) return false;
    const tried = this.#modes.indexOf(this.#plan.mode);
    this.#modes = this.#modes.slice(tried + 1);
    this.#plan = undefined;
    return this.#modes.length > 0;
  }

  /**
   * Returns the response with its object, or `undefined` if the chat has to be sent again, with the issues. Throws `object_invalid`.
   *
   * @param only The values that may be the object, of which elements were emitted. There is no repair then. Default: all in the response.
   */
  async read(response: ChatResponse, only?: readonly unknown[]): Promise<ObjectResponse<unknown> | undefined> {
    this.#responses += 1;
    const call = this.plan().mode === 'tool' ? response.toolCalls[0] : undefined;
    const raw = call?.arguments ?? response.text;
    const values = only ?? (call === undefined || call.parseError !== undefined ? findValues(raw) : [call.input]);
    let issues: readonly ObjectIssue[] | undefined;
    for (const value of values.toReversed()) {
      const result = await this.target.validate(unwrap(value, this.target.key));
      if (result.issues === undefined) return this.#complete(response, result.value);
      // Those of the last value.
      issues ??= result.issues;
    }
    issues ??= [{ path: [], message: 'Expected JSON.' }];
    const isFinal = response.refusal !== undefined || /length|filter/.test(response.finishReason.unified);
    if (!isFinal && only === undefined && this.#responses <= this.#maxRepairs) {
      this.#repairs = [...this.#repairs, ...repairMessages(response, issues)];
      // A server may not accept a conversation.
      if (this.#client.explain(this.nextChat(), this.options).route !== undefined) return undefined;
    }
    const { key } = this.target;
    const { provider } = this.#client;
    throw createResponseError({ response, issues, raw, key, provider, attempts: this.#responses });
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
        message: `The schema has strings or arrays without a maximum length (${namesOf(unbounded)}), which small models may never end. Give them one, or set "maxOutputTokens".`,
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
