import type { ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { EmbeddingRequest } from '../contract/embedding.js';
import type { ResponseFormat } from '../contract/response-format.js';
import { LmError } from '../errors/lm-error.js';
import { checkKeys, checkObject, isBoolean, isObject, isString, oneOf, type Checks } from './check.js';
import { checkIntegrations } from './check-integrations.js';
import { checkMessages } from './check-messages.js';
import { checksOf } from './field-table.js';
import { CHAT_FIELDS, COMPLETION_FIELDS, EMBEDDING_FIELDS } from './request-fields.js';

const CHAT = checksOf(CHAT_FIELDS);
const COMPLETION = checksOf(COMPLETION_FIELDS);
const EMBEDDING = checksOf(EMBEDDING_FIELDS);

const TOOL: Checks = { name: isString, description: isString, parameters: isObjectOrSchema, strict: isBoolean };

const TOOL_CHOICE: Checks = { type: oneOf('tool'), name: isString };

const FORMAT: Checks = {
  type: oneOf('text', 'json_object', 'json_schema'),
  schema: isObjectOrSchema,
  name: isString,
  description: isString,
  strict: isBoolean,
};

/** Some libraries' Standard Schemas are functions. */
function isObjectOrSchema(value: unknown): string | undefined {
  return isObject(value) === undefined || typeof value === 'function' ? undefined : 'JSON Schema or a Standard Schema';
}

function checkTools(tools: readonly unknown[]): void {
  const names = new Set<unknown>();
  for (const [index, tool] of tools.entries()) {
    const where = `tools[${index}]`;
    checkObject(tool, `"${where}"`, 'invalid_request');
    checkKeys(tool, TOOL, where, 'invalid_request');
    const { name } = tool as { name?: unknown };
    if (!name)
      throw new LmError(
        'invalid_request',
        `"${where}.name" is missing; a tool needs a name by which the model calls it.`,
      );
    if (names.has(name))
      throw new LmError(
        'invalid_request',
        `"${where}.name" is the name of an earlier tool; the model could not tell them apart.`,
      );
    names.add(name);
  }
}

/** Checks a chat before anything is sent. */
export function checkChatRequest(request: ChatRequest): void {
  checkObject(request, 'The request', 'invalid_request');
  checkKeys(request, CHAT, '', 'invalid_request');
  checkMessages(request.messages);
  const { tools, toolChoice, responseFormat, integrations } = request;
  if (tools !== undefined) checkTools(tools);
  if (typeof toolChoice === 'object') {
    checkKeys(toolChoice, TOOL_CHOICE, 'toolChoice', 'invalid_request');
    if (!tools?.some((tool) => tool.name === toolChoice.name)) {
      throw new LmError('invalid_request', '"toolChoice.name" is none of the tools of the request.');
    }
  }
  if (integrations !== undefined) checkIntegrations(integrations);
  if (responseFormat !== undefined) checkResponseFormat(responseFormat);
}

function checkResponseFormat(responseFormat: ResponseFormat): void {
  checkKeys(responseFormat, FORMAT, 'responseFormat', 'invalid_request');
  if (responseFormat.type === undefined) throw new LmError('invalid_request', '"responseFormat.type" is missing.');
  if (responseFormat.type === 'json_schema' && responseFormat.schema === undefined) {
    throw new LmError(
      'invalid_request',
      '"responseFormat.schema" is missing; json_schema needs JSON Schema or a Standard Schema.',
    );
  }
}

/** Checks a text completion before anything is sent. */
export function checkCompletionRequest(request: CompletionRequest): void {
  checkObject(request, 'The request', 'invalid_request');
  checkKeys(request, COMPLETION, '', 'invalid_request');
  if (request.prompt === undefined || request.prompt === '') {
    throw new LmError('empty_prompt', 'The completion has no prompt. Pass the text to continue as "prompt".');
  }
}

/** Checks an embedding before anything is sent. An empty text has no vector: some servers answer with fewer than were asked for. */
export function checkEmbeddingRequest(request: EmbeddingRequest): void {
  checkObject(request, 'The request', 'invalid_request');
  checkKeys(request, EMBEDDING, '', 'invalid_request');
  const { input } = request;
  if (input === undefined || input.length === 0) {
    throw new LmError('empty_text', 'There is nothing to embed. Pass a text or an array of texts as "input".');
  }
  const empty = typeof input === 'string' ? -1 : input.indexOf('');
  if (empty >= 0) throw new LmError('empty_text', `"input[${empty}]" is empty; leave empty texts out.`);
}
