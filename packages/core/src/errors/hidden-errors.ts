import { isObject, readArray, readObject, readText } from '../json/read-json.js';
import type { ErrorCode } from './error-code.js';
import { wordsOf } from './error-words.js';
import { BAIDU_AND_FASTCHAT, CLOUDFLARE_AND_ZHIPU, IFLYTEK, MINIMAX, type VendorCodes } from './vendor-codes.js';

type Fields = Readonly<Record<string, unknown>>;

/** An error in a vendor's own form. */
export interface HiddenError {
  readonly message: string;
  readonly code?: string;
  /** The meaning of the vendor's number in `code`. */
  readonly meaning?: ErrorCode;
}

/**
 * Values of an error code that report success. iFlytek Spark sends `code: 0` and "Success" with every good response:
 * https://www.xfyun.cn/doc/spark/HTTP%E8%B0%83%E7%94%A8%E6%96%87%E6%A1%A3.html
 */
const SUCCESS: ReadonlySet<string> = new Set(['0', '200', 'success', 'ok']);

/** Fields that contain the result of a good response. */
const RESULTS = [
  'choices',
  'data',
  'embeddings',
  'models',
  'output',
  'message',
  'result',
  'response',
  'usage',
] as const;

/** A form in which servers hide an error in a response with status 200. */
interface HiddenForm {
  /** Returns the message and the code of the error, or `undefined` if the body does not have this form. */
  readonly read: (body: Fields) => { readonly message?: unknown; readonly code?: unknown } | undefined;
  /** Codes of errors, by the vendor's numbers. */
  readonly meanings?: VendorCodes;
  /** True if it is an error even if the response has content. */
  readonly isCertain?: boolean;
}

function failed(code: unknown): boolean {
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && text !== '' && !SUCCESS.has(text.toLowerCase());
}

/** Keys of a code and of a message in a status object. */
const CODE_KEYS = ['code', 'status_code', 'error_code', 'err_code'] as const;
const MESSAGE_KEYS = ['message', 'msg', 'status_msg', 'error_msg', 'err_msg'] as const;

const FORMS: readonly HiddenForm[] = [
  {
    // Groq (`x_groq`), in a chunk of a stream that it stopped early: groq/groq-python src/groq/types/chat/chat_completion_chunk.py. Other
    // vendors have keys of the same form.
    read: (body) => {
      for (const key in body) {
        if (!key.startsWith('x_')) continue;
        const { error } = readObject(body[key]);
        const { message, code, type } = readObject(error);
        const words = readText(error) ?? readText(message);
        if (words !== undefined) return { message: words, code: code ?? type ?? words };
      }
      return undefined;
    },
    isCertain: true,
  },
  {
    // MiniMax: https://platform.minimax.io/docs/api-reference/text-post. A good response has 0.
    read: ({ base_resp: status }) => {
      const { status_code: code, status_msg: message } = readObject(status);
      return failed(code) ? { message, code } : undefined;
    },
    meanings: MINIMAX,
  },
  {
    // Baidu: songquanpeng/one-api relay/adaptor/baidu. FastChat, with the message as `text`: lm-sys/FastChat
    // fastchat/serve/openai_api_server.py.
    read: ({ error_code: code, error_msg: message, text }) =>
      failed(code) ? { message: message ?? text, code } : undefined,
    meanings: BAIDU_AND_FASTCHAT,
  },
  {
    // Cloudflare (`errors`): cloudflare/cloudflare-docs issue 15116. Zhipu (`code`, `msg`) and aiproxy (`errCode`):
    // songquanpeng/one-api relay/adaptor.
    read: ({ success, errors, code, errCode, message, msg, usage }) => {
      // The usage after a complete stream may have the field too.
      if (success !== false || isObject(usage)) return undefined;
      const [first] = readArray(errors);
      const error = readObject(first);
      return {
        message: error['message'] ?? readText(first) ?? message ?? msg,
        code: error['code'] ?? code ?? errCode,
      };
    },
    meanings: CLOUDFLARE_AND_ZHIPU,
  },
  {
    // iFlytek's own format: songquanpeng/one-api relay/adaptor/xunfei/model.go.
    read: ({ header }) => {
      const { code, message } = readObject(header);
      return failed(code) ? { message, code } : undefined;
    },
    meanings: IFLYTEK,
  },
  {
    // Tencent: songquanpeng/one-api relay/adaptor/tencent. OpenAI's responses: QuantumNous/new-api dto/error.go.
    read: ({ Response: tencent, response }) => {
      const { Error: own } = readObject(tencent);
      const error = readObject(own ?? readObject(response)['error']);
      const [message, code] = [error['Message'] ?? error['message'], error['Code'] ?? error['code']];
      return readText(message) === undefined ? undefined : { message, code };
    },
  },
  {
    // Apigee, in front of Fireworks: Portkey-AI/gateway src/providers/fireworks-ai/chatComplete.ts.
    read: ({ fault }) => {
      const { faultstring: message, detail } = readObject(fault);
      return readText(message) === undefined ? undefined : { message, code: readObject(detail)['errorcode'] };
    },
  },
  {
    // Gemini's own format behind a gateway, for a prompt that it blocked: simonw/llm-gemini issue 80.
    read: ({ promptFeedback: feedback }) => {
      const { blockReason: code } = readObject(feedback);
      return readText(code) === undefined
        ? undefined
        : { message: `the prompt was blocked: ${String(code)}. Rephrase the prompt.`, code: 'content_filter' };
    },
  },
  {
    // A list of errors, or only a message: forms of gateways, and of Volcengine (`ResponseMetadata`), next to no result.
    read: (body) => {
      if (hasResult(body)) return undefined;
      const { errors, error_message: words, ResponseMetadata: volcengine } = body;
      const [first] = readArray(errors);
      const own = readObject(readObject(volcengine)['Error']);
      const message = wordsOf(errors) ?? readText(words) ?? readText(own['Message']);
      return message === undefined ? undefined : { message, code: readObject(first)['code'] ?? own['Code'] };
    },
  },
  {
    // A status object of any name next to empty choices, such as `status` with `code` and `msg`.
    read: (body) => {
      if (!('choices' in body) || hasResult(body)) return undefined;
      for (const status of Object.values(body)) {
        const fields = readObject(status);
        const code = CODE_KEYS.map((key) => fields[key]).find((value) => value !== undefined);
        const message = MESSAGE_KEYS.map((key) => readText(fields[key])).find((value) => value !== undefined);
        if (message !== undefined && failed(code)) return { message, code };
      }
      return undefined;
    },
  },
  {
    // Alibaba DashScope (`code` is a word), SiliconFlow, gateways: songquanpeng/one-api relay/adaptor/ali, anyme123/Any-code issue 1.
    read: (body) => {
      const { code, message, msg } = body;
      const words = readText(message) ?? readText(msg);
      return words !== undefined && failed(code) && !hasResult(body) ? { message: words, code } : undefined;
    },
  },
];

/** True if a field contains a result, even one without content. */
function hasResult(body: Fields): boolean {
  return RESULTS.some((field) => {
    const value = body[field];
    return Array.isArray(value) ? value.length > 0 : isObject(value);
  });
}

function isContent(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function hasMessage(part: unknown): boolean {
  return Object.entries(readObject(part)).some(([key, value]) => key !== 'role' && isContent(value));
}

/** True if a body contains something that the model generated: in a choice, embeddings or a list of models, or the message of Ollama. */
function hasContent(body: Fields): boolean {
  const choices = readArray(body['choices']).map((choice) => readObject(choice));
  return (
    choices.some(({ delta, message, text }) => isContent(text) || hasMessage(delta) || hasMessage(message)) ||
    [body['data'], body['embeddings'], body['models']].some((list) => Array.isArray(list) && list.length > 0) ||
    hasMessage(body['message']) ||
    (typeof body['response'] === 'string' && body['response'] !== '')
  );
}

/**
 * Returns the error that a successful response hides in one of the vendors' own forms. Returns `undefined` if the response has content, unless
 * the field is used only for errors.
 */
export function readHiddenError(body: Fields): HiddenError | undefined {
  for (const { read, meanings, isCertain = false } of FORMS) {
    const found = read(body);
    if (found === undefined || (!isCertain && hasContent(body))) continue;
    const code = typeof found.code === 'number' ? String(found.code) : readText(found.code);
    const meaning =
      code !== undefined && meanings !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
    return {
      message: readText(found.message) ?? (code === undefined ? 'an error without a message' : `error code ${code}`),
      ...(code === undefined ? {} : { code }),
      ...(meaning === undefined ? {} : { meaning }),
    };
  }
  return undefined;
}

/** True if a flat body reports success in its `code`. Its message is then no error. */
export function reportsSuccess({ code }: Fields): boolean {
  return (typeof code === 'number' || readText(code) !== undefined) && !failed(code);
}
