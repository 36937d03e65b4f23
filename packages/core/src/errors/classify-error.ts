import type { ErrorCode } from './error-code.js';
import type { ErrorBody } from './error-body.js';
import {
  AUTHENTICATION_WORDS,
  LARGER_THAN_RATE_LIMIT,
  QUOTA_EXCEEDED_CODES,
  QUOTA_EXCEEDED_WORDS,
  RATE_LIMIT_WORDS,
  SHORT_PERIOD,
} from './wordings/account.js';
import { CONTEXT_OVERFLOW_CODES, CONTEXT_OVERFLOW_WORDS, OTHER_FIELD_WORDS } from './wordings/context-overflow.js';
import { EMBED_BATCH_WORDS } from './wordings/embed-batch.js';
import { MODEL_NOT_FOUND_CODES, MODEL_NOT_FOUND_WORDS, MODEL_WORD, OTHER_OBJECT } from './wordings/model-not-found.js';
import { NO_IMAGE_INPUT_WORDS, UNSUPPORTED_FEATURE_WORDS } from './wordings/unsupported-feature.js';

/** One rule for classifying errors. The first matching rule decides. */
export interface ErrorRule {
  /** Matched against the body's `code` and `type`. */
  readonly code?: RegExp | undefined;
  /** Matched against the request field that the body names. */
  readonly param?: RegExp | undefined;
  /** Matched against the message. */
  readonly message?: Pick<RegExp, 'test'> | undefined;
  /** A message that matches this is not covered by the rule. */
  readonly except?: RegExp | undefined;
  /** Statuses to which the rule applies. Default: all. */
  readonly status?: readonly number[] | undefined;
  /** Code of the error if the rule matches. */
  readonly is: ErrorCode;
}

/**
 * Rules for error bodies. Rules by `code` or `type` come before rules by message, and both before the status, because a status can be
 * misleading: LM Studio responds with 400 when a model crashes, and with 200 to an unknown route. Codes in capitals such as `Throttling` are
 * those of Alibaba DashScope: https://www.alibabacloud.com/help/en/model-studio/developer-reference/error-code
 */
const RULES: readonly ErrorRule[] = [
  { code: QUOTA_EXCEEDED_CODES, is: 'quota_exceeded' },
  { code: CONTEXT_OVERFLOW_CODES, except: OTHER_FIELD_WORDS, is: 'context_overflow' },
  {
    code: /^(invalid_api_key|InvalidApiKey|authentication_error|invalid_authentication|unauthenticated|UNAUTHENTICATED|no_db_connection|auth_error|token_not_found_in_db)$/,
    except: QUOTA_EXCEEDED_WORDS,
    is: 'authentication',
  },
  {
    code: /^(permission_error|permission_denied|PERMISSION_DENIED|insufficient_permissions)$/,
    except: AUTHENTICATION_WORDS,
    is: 'permission_denied',
  },
  // The model failed, with status 424: TGI (huggingface/text-generation-inference router/src/server.rs), TEI
  // (huggingface/text-embeddings-inference router/src/http/server.rs) and Amazon Bedrock
  // (https://docs.aws.amazon.com/botocore/latest/reference/services/bedrock-runtime/client/exceptions/ModelErrorException.html).
  {
    code: /^(generation|incomplete_generation|backend|ModelErrorException)$/i,
    status: [200, 424, 500],
    is: 'server_error',
  },
  { code: /^job_not_found$/, is: 'job_not_found' },
  { code: /^(previous_response_not_found|response_not_found)$/, is: 'response_not_found' },
  { code: MODEL_NOT_FOUND_CODES, is: 'model_not_found' },
  { code: /^model_load_failed$/, is: 'model_load_failed' },
  { code: /^model_loading$/, is: 'model_loading' },
  {
    code: /^(rate_limit_exceeded|rate_limit_error|rate_limited|RESOURCE_EXHAUSTED|tokens|requests|throttling_error|Throttling(\.\w+)?|ThrottlingException|TooManyRequestsException)$/,
    is: 'rate_limited',
  },
  {
    code: /^(overloaded|overloaded_error|engine_overloaded|over_capacity|UNAVAILABLE)$/,
    message: /^(?!.*loading model)/is,
    is: 'overloaded',
  },

  {
    message:
      /previous.?response.{0,999}(not found|does not exist|expired|unknown)|\b(response|chat)( with)?( the)?( id)? ['"`]?(?=[\w-]*[\d_])[\w-]{6,200}['"`]? (was |is )?not found|\bstored (response|chat)s? .{0,200}30 days/is,
    is: 'response_not_found',
  },
  { message: /job .{0,999}not found/is, is: 'job_not_found' },
  {
    message:
      // Hugging Face: "Model <id> is currently loading" (huggingface/transformers issue 23793).
      /loading model|model is (still |currently )?(being )?load(ing|ed)\b.*(wait|retry|progress)|model is loading|^model \S+ is currently loading/i,
    is: 'model_loading',
  },
  { message: CONTEXT_OVERFLOW_WORDS, except: RATE_LIMIT_WORDS, is: 'context_overflow' },
  {
    message: /model (has )?(crashed|was unloaded|was reloaded)|^model (un|re)loaded\.?$|exit code: /i,
    is: 'model_crashed',
  },
  { message: /failed to load (the )?(model|llm|embedding)|insufficient system resources/i, is: 'model_load_failed' },
  { message: AUTHENTICATION_WORDS, is: 'authentication' },
  { message: /unexpected endpoint or method/i, is: 'unexpected_response' },
  // Some servers send them with a status that is about something else: OpenAI and OpenRouter with 404, llama-server with 500.
  { message: UNSUPPORTED_FEATURE_WORDS, status: [200, 400, 404, 422], is: 'invalid_request' },
  { message: NO_IMAGE_INPUT_WORDS, status: [500], is: 'invalid_request' },
  // OpenRouter, for an existing model: "No endpoints found matching your data policy."
  { message: /no endpoints found (?!for)/i, status: [404], is: 'invalid_request' },
  { message: MODEL_NOT_FOUND_WORDS, status: [200, 400, 404, 422], is: 'model_not_found' },
  // A message about a model is not about a path.
  { message: MODEL_WORD, except: OTHER_OBJECT, status: [404], is: 'model_not_found' },
  { message: QUOTA_EXCEEDED_WORDS, except: SHORT_PERIOD, is: 'quota_exceeded' },
  { message: /rate limit|too many requests/i, status: [200, 400, 403, 429], is: 'rate_limited' },

  {
    // OpenAI, Azure, Alibaba DashScope.
    code: /^(content_filter|content_policy_violation|ResponsibleAIPolicyViolation|data_?inspection_?failed)$/i,
    is: 'invalid_request',
  },
  {
    code: /^(invalid_request_error|invalid_request|InvalidParameter|validation_error|validation|invalid_argument|not_supported_error|invalid_value)$/i,
    status: [200, 400, 409, 413, 415, 422, 501],
    is: 'invalid_request',
  },
];

/** Classifies an error by its status alone. */
function byStatus(status: number): ErrorCode {
  switch (status) {
    case 401:
    case 407:
      return 'authentication';
    case 402:
      return 'quota_exceeded';
    case 403:
      return 'permission_denied';
    case 404:
      return 'not_found';
    case 408:
    // Too early (RFC 8470).
    case 425:
    // Groq has no capacity left for the tier `flex`.
    case 498:
    case 503:
    case 529:
      return 'overloaded';
    case 429:
      return 'rate_limited';
    case 501:
      return 'invalid_request';
    default:
      if (status >= 500) return 'server_error';
      if (status >= 400) return 'invalid_request';
      return status >= 300 ? 'unexpected_response' : 'server_error';
  }
}

/** Maximum number of characters of a message that the rules search. A message may be an entire page, and some patterns backtrack. */
const MAX_READ = 1024;

function fits(rule: ErrorRule, body: ErrorBody, status: number): boolean {
  if (rule.status !== undefined && !rule.status.includes(status)) return false;
  if (rule.code !== undefined) {
    const named = [body.code, body.type].some((name) => name !== undefined && rule.code?.test(name));
    if (!named) return false;
  }
  if (rule.param !== undefined && !rule.param.test(body.param ?? '')) return false;
  const message = body.message.slice(0, MAX_READ);
  if (rule.except?.test(message)) return false;
  return rule.message === undefined || rule.message.test(message);
}

/** Returns true if a `rate_limited` request is larger than the limit, so that no wait helps. */
export function isLargerThanRateLimit(body: ErrorBody | undefined): boolean {
  return body !== undefined && LARGER_THAN_RATE_LIMIT.test(body.message.slice(0, MAX_READ));
}

/** Returns true for the message about an embedding request with more texts than the server accepts at once. */
export function isLargerThanEmbedBatch(message: string): boolean {
  return EMBED_BATCH_WORDS.test(message.slice(0, MAX_READ));
}

/** Returns the body's `code` if it is an HTTP error status, as in error bodies of successful responses. */
function statusWithin(body: ErrorBody): number | undefined {
  const status = Number(body.code);
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined;
}

/**
 * Classifies an error response, first by its body, then by its status.
 *
 * @param own Rules of the provider, which take precedence.
 */
export function classifyError(status: number, body: ErrorBody | undefined, own: readonly ErrorRule[] = []): ErrorCode {
  const effective = status < 300 && body !== undefined ? (statusWithin(body) ?? status) : status;
  if (body !== undefined) {
    for (const rules of [own, RULES]) {
      for (const rule of rules) if (fits(rule, body, effective)) return rule.is;
    }
    if (body.meaning !== undefined) return body.meaning;
  }
  return byStatus(effective);
}
