import type { ChatInput, ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { EmbeddingRequest } from '../contract/embedding.js';
import type { ResponseFormat } from '../contract/response-format.js';
import { LmError } from '../errors/lm-error.js';
import {
  anything,
  checkKeys,
  checkObject,
  isBoolean,
  isObject,
  isString,
  oneOf,
  shownWord,
  type Checks,
} from './check.js';
import { checkIntegrations } from './check-integrations.js';
import { checkMessages } from './check-messages.js';
import { checksOf } from './field-table.js';
import { CHAT_HINTS, COMPLETION_HINTS, EMBEDDING_HINTS, TOOL_HINTS } from './key-hints.js';
import { CHAT_FIELDS, COMPLETION_FIELDS, EMBEDDING_FIELDS } from './request-fields.js';

/** The checks of the fields of a chat. */
export const CHAT = checksOf(CHAT_FIELDS);
const COMPLETION = checksOf(COMPLETION_FIELDS);
const EMBEDDING = checksOf(EMBEDDING_FIELDS);

/** A tool of `@lmux/tools` has `run` too, which is not sent. */
const TOOL: Checks = {
  name: isString,
  description: isString,
  parameters: isObjectOrSchema,
  strict: isBoolean,
  run: anything,
};

const TOOL_CHOICE: Checks = { type: oneOf('tool'), name: isString };

const FORMAT: Checks = {
  type: oneOf('text', 'json_object', 'json_schema'),
  schema: isObjectOrSchema,
  name: isString,
  description: isString,
  strict: isBoolean,
};

/** Accepts functions too, since the Standard Schemas of some libraries are functions. */
function isObjectOrSchema(value: unknown): string | undefined {
  return isObject(value) === undefined || typeof value === 'function' ? undefined : 'JSON Schema or a Standard Schema';
}

function checkTools(tools: readonly unknown[]): void {
  const names = new Map<unknown, number>();
  for (const [index, tool] of tools.entries()) {
    const where = `tools[${index}]`;
    checkObject(tool, `"${where}"`, 'invalid_request');
    checkKeys(tool, TOOL, where, 'invalid_request', TOOL_HINTS);
    const { name } = tool as { name?: unknown };
    if (!name)
      throw new LmError(
        'invalid_request',
        `"${where}.name" is missing. Give the tool a name, by which the model calls it.`,
      );
    const earlier = names.get(name);
    if (earlier !== undefined) {
      throw new LmError(
        'invalid_request',
        `"${where}.name" must be unique; ${shownWord(name)} is also the name of tools[${earlier}]. Rename one of them.`,
      );
    }
    names.set(name, index);
  }
}

function unknownTool(name: string, tools: NonNullable<ChatRequest['tools']>): LmError {
  const names = tools.map((tool) => shownWord(tool.name)).join(', ');
  const known = names === '' ? ', but the request has no tools' : ` (${names})`;
  return new LmError(
    'invalid_request',
    `"toolChoice.name" must be the name of a tool in "tools"${known}; received ${shownWord(name)}.`,
  );
}

/**
 * Checks a chat request. Returns it as providers receive it: a string as a message of the user, `system` as the first message, and without
 * empty lists and tools that the model must not call.
 */
export function normalizeChatRequest(input: ChatInput): ChatRequest {
  const request = typeof input === 'string' ? { messages: [{ role: 'user' as const, content: input }] } : input;
  checkChatRequest(request);
  return withoutEmptyStop(withoutEmptyIntegrations(withoutUnusedTools(withSystemMessage(request))));
}

function withSystemMessage(request: ChatRequest): ChatRequest {
  if (request.system === undefined) return request;
  const { system, ...rest } = request;
  return system === '' ? rest : { ...rest, messages: [{ role: 'system', content: system }, ...request.messages] };
}

/**
 * Returns a request without tools if the model must not call one, since some servers have no field for the choice. Without tools, there are
 * no settings of their calls either. OpenAI rejects an empty list of tools (vllm-project/vllm issue 39780), a choice without tools
 * (dapr/dapr-agents issue 248), and `parallel_tool_calls` without tools (camel-ai/camel pull request 3706).
 */
function withoutUnusedTools(request: ChatRequest): ChatRequest {
  const hasSettings = request.toolChoice !== undefined || request.parallelToolCalls !== undefined;
  if (request.tools === undefined && !hasSettings) return request;
  const { tools = [], toolChoice, parallelToolCalls: _, ...rest } = request;
  return tools.length > 0 && toolChoice !== 'none' ? request : rest;
}

function withoutEmptyIntegrations(request: ChatRequest): ChatRequest {
  if (request.integrations?.length !== 0) return request;
  const { integrations: _, ...rest } = request;
  return rest;
}

/** Returns a request without a `stop` that contains no text. Servers reject it, or stop at once. */
function withoutEmptyStop<Request extends ChatRequest | CompletionRequest>(request: Request): Request {
  if (request.stop?.length !== 0) return request;
  const { stop: _, ...rest } = request;
  return rest as Request;
}

function checkChatRequest(request: ChatRequest): void {
  checkObject(request, 'The request', 'invalid_request', 'a string or an object with "messages"');
  checkKeys(request, CHAT, '', 'invalid_request', CHAT_HINTS);
  checkMessages(request.messages);
  const { tools, toolChoice, responseFormat, integrations } = request;
  if (tools !== undefined) checkTools(tools);
  if (typeof toolChoice === 'object') {
    checkKeys(toolChoice, TOOL_CHOICE, 'toolChoice', 'invalid_request');
    if (!tools?.some((tool) => tool.name === toolChoice.name)) throw unknownTool(toolChoice.name, tools ?? []);
  }
  if (toolChoice === 'required' && !tools?.length) {
    throw new LmError(
      'invalid_request',
      '"toolChoice" is "required", but the request has no tools. Pass "tools", or remove "toolChoice".',
    );
  }
  if (integrations !== undefined) checkIntegrations(integrations);
  if (responseFormat !== undefined) checkResponseFormat(responseFormat);
}

function checkResponseFormat(responseFormat: ResponseFormat): void {
  checkKeys(responseFormat, FORMAT, 'responseFormat', 'invalid_request');
  if (responseFormat.type === undefined) {
    throw new LmError(
      'invalid_request',
      '"responseFormat.type" is missing. Set it to "text", "json_object" or "json_schema".',
    );
  }
  if (responseFormat.type === 'json_schema' && responseFormat.schema === undefined) {
    throw new LmError(
      'invalid_request',
      '"responseFormat.schema" is missing. The type "json_schema" requires JSON Schema or a Standard Schema.',
    );
  }
}

/** Checks a completion request. Returns it as providers receive it: without an empty `stop`. */
export function normalizeCompletionRequest(request: CompletionRequest): CompletionRequest {
  checkObject(request, 'The request', 'invalid_request', 'an object with "prompt"');
  checkKeys(request, COMPLETION, '', 'invalid_request', COMPLETION_HINTS);
  if (request.prompt === undefined || request.prompt === '') {
    throw new LmError('empty_prompt', 'The completion has no prompt. Pass the text to continue as "prompt".');
  }
  return withoutEmptyStop(request);
}

/** Checks an embedding request. Empty texts are rejected, because some servers return no vector for them, and so fewer vectors than texts. */
export function checkEmbeddingRequest(request: EmbeddingRequest): void {
  checkObject(request, 'The request', 'invalid_request', 'an object with "input"');
  checkKeys(request, EMBEDDING, '', 'invalid_request', EMBEDDING_HINTS);
  const { input } = request;
  if (input === undefined || input.length === 0) {
    throw new LmError(
      'empty_text',
      'The embedding request has no input. Pass a string or an array of strings as "input".',
    );
  }
  const empty = typeof input === 'string' ? -1 : input.indexOf('');
  if (empty >= 0)
    throw new LmError('empty_text', `"input[${empty}]" is an empty string. Remove empty strings from "input".`);
}
