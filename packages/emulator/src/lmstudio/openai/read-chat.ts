import type { OfferedTool, PromptMessage, ReplyRequest } from '../../shared/engine/reply.js';
import { Refusal } from '../../shared/http/refusal.js';
import { asRecord, asString, isRecord } from '../../shared/json/read-json.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import { readContent, readJsonSchema } from '../../shared/openai/read-request.js';

const WRONG_STRUCTURE = "Invalid 'messages' in payload. Please check the structure of your 'messages' and try again.";

/** A chat request without its model. Unknown fields are accepted, like LM Studio does. */
type ChatRequest = Omit<ReplyRequest, 'model'>;

/** Parses and validates the body of POST /v1/chat/completions. */
export function readChatRequest(body: JsonRecord): ChatRequest {
  return {
    endpoint: 'chat',
    messages: readMessages(body),
    tools: readTools(body),
    toolChoice: readToolChoice(body),
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    schema: readSchema(body),
    body,
  };
}

/** Reduces the messages to role, text and number of images. Refuses a request without messages. */
function readMessages({ messages }: JsonRecord): PromptMessage[] {
  if (!Array.isArray(messages)) throw new Refusal(400, "'messages' field is required");
  if (messages.length === 0) throw new Refusal(400, "'messages' field must not be empty");
  return messages.map((message: unknown, index) => {
    const { role, content } = asRecord(message);
    if (typeof role !== 'string') throw new Refusal(400, `'messages[${index}]' must be an object with a role`);
    const read = readContent(content);
    // OpenAI's API has no images in tool results, and LM Studio refuses them: QwenLM/qwen-code issue 3616.
    if (role === 'tool' && read.images > 0) throw new Refusal(400, WRONG_STRUCTURE);
    return { role, ...read };
  });
}

/** Reads the tools of a request. The parameters of each must be a schema of an object. */
function readTools({ tools }: JsonRecord): OfferedTool[] {
  if (tools === undefined || tools === null) return [];
  if (!Array.isArray(tools)) throw new Refusal(400, "'tools' field must be an array");
  return tools.map((tool: unknown, index) => {
    const { name, description, parameters } = asRecord(asRecord(tool)['function']);
    if (typeof name !== 'string' || name === '') throw new Refusal(400, `'tools[${index}].function.name' is required`);
    if (!isRecord(parameters) || parameters['type'] !== 'object') {
      throw new Refusal(400, `'tools[${index}].function.parameters.type' must be "object"`);
    }
    return { name, description: asString(description), parameters };
  });
}

/** Reads `tool_choice`. Unlike OpenAI's server, LM Studio accepts only strings. */
function readToolChoice(body: JsonRecord): ReplyRequest['toolChoice'] {
  const choice = body['tool_choice'] ?? 'auto';
  if (choice === 'none' || choice === 'auto' || choice === 'required') return choice;
  const given = asString(choice) ?? typeof choice;
  throw new Refusal(400, `Invalid tool_choice type: '${given}'. Supported values: none, auto, required`);
}

/** Reads the schema of `response_format`, if it has one. Unlike OpenAI's server, LM Studio refuses `json_object`. */
function readSchema({ response_format: given }: JsonRecord): Record<string, unknown> | undefined {
  if (given === undefined || given === null) return undefined;
  const format = asRecord(given);
  if (format['type'] === 'text') return undefined;
  if (format['type'] !== 'json_schema') {
    throw new Refusal(400, "'response_format.type' must be 'json_schema' or 'text'");
  }
  const { name } = asRecord(format['json_schema']);
  if (typeof name !== 'string') throw new Refusal(400, "'response_format.json_schema.name' is required");
  const schema = readJsonSchema(format);
  if (schema === undefined) throw new Refusal(400, "'response_format.json_schema.schema' is required");
  return schema;
}
