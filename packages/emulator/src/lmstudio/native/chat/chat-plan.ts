import { failAtOnce } from '../../../shared/engine/engine-run.js';
import type { PromptMessage } from '../../../shared/engine/reply.js';
import { countPrompt } from '../../../shared/engine/tokenize.js';
import { Refusal } from '../../../shared/http/refusal.js';
import { modelOf } from '../../../shared/models/model-registry.js';
import type { Found } from '../../../shared/models/model-registry.js';
import type { Model } from '../../../shared/models/model.js';
import type { Exchange } from '../../../shared/server/exchange.js';
import { checkContext, checkImages } from '../../check-prompt.js';
import { templateRefusal } from '../../engine-refusal.js';
import { readBody } from '../../read-body.js';
import type { NativeContext } from '../native-context.js';
import { invalidRequest } from '../strict/read-shape.js';
import { readChatBody } from './read-chat-body.js';
import type { ChatBody } from './read-chat-body.js';
import { serverTools } from './server-tool.js';
import type { ServerTool } from './server-tool.js';

/** A chat that has passed all checks that are possible before it starts. */
export interface ChatPlan {
  readonly body: ChatBody;
  /** The request body as received. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly found: Found;
  readonly tools: readonly ServerTool[];
  /** All messages of the chat, including the new ones. */
  readonly messages: readonly PromptMessage[];
  readonly reasoning: boolean;
}

/** Checks a chat against the models, the stored chats and the plugins. */
export function planChat(context: NativeContext, exchange: Exchange): ChatPlan {
  const given = readBody(exchange);
  const body = readChatBody(given);
  const tools = serverTools(context, body.integrations ?? []);
  const found = findModel(context, body.model);
  const model = modelOf(found);
  const reasoning = readReasoning(model, body.reasoning);
  const messages = [...history(context, body.previous_response_id), ...newMessages(body)];
  checkImages(model, messages);
  if (model.strictTemplate && messages.some(({ role }, index) => role === 'system' && index > 0)) {
    throw templateRefusal('System message must be at the beginning.');
  }
  const available = contextLength(context, found, body);
  checkContext(available, countPrompt(messages, tools));
  failAtOnce(exchange.engineFault, available, context.engineRefusal);
  return { body, given, found, tools, messages, reasoning };
}

/** Finds the model of a chat. Unlike on the OpenAI-format routes, no other model replaces an unknown one. */
function findModel({ registry }: NativeContext, name: string): Found {
  const found = registry.named(name);
  if (found === undefined || (found.kind === 'model' && !registry.settings.jit)) {
    const examples = registry.models.map(({ id }) => id).slice(0, 3);
    const hint = `Name one of the downloaded models, for example: ${examples.join(', ')}`;
    const message = `Invalid model identifier "${name}". ${hint}`;
    throw new Refusal(404, { message, type: 'invalid_request', code: 'model_not_found', param: 'model' });
  }
  if (modelOf(found).type === 'llm') return found;
  throw invalidRequest('invalid_value', 'model', 'Model is not llm');
}

/** Reads the reasoning setting. The messages are those of LM Studio. */
function readReasoning({ id, reasoning }: Model, setting: string | undefined): boolean {
  if (setting !== undefined && reasoning === undefined) {
    throw invalidRequest('invalid_value', 'reasoning', `Model '${id}' does not expose reasoning configuration.`);
  }
  const name = `model '${id}'`;
  const allowed = reasoning?.allowed ?? [];
  if (setting !== undefined && !allowed.includes(setting)) {
    const supported = allowed.map((option) => `'${option}'`).join(', ');
    const message = `Reasoning setting '${setting}' is not supported by ${name}. Supported settings: ${supported}.`;
    throw invalidRequest('invalid_value', 'reasoning', message);
  }
  return reasoning !== undefined && (setting ?? reasoning.default) !== 'off';
}

function history({ chats }: NativeContext, id: string | undefined): readonly PromptMessage[] {
  if (id === undefined) return [];
  const messages = chats.find(id);
  if (messages !== undefined) return messages;
  const message = `There is no stored response with the id "${id}". Stored responses are deleted after 30 days.`;
  throw invalidRequest('invalid_value', 'previous_response_id', message);
}

/** Builds the new messages. A system prompt adds a system message, even if the chat already has one. */
function newMessages({ system_prompt, input }: ChatBody): readonly PromptMessage[] {
  return system_prompt === undefined ? [input] : [{ role: 'system', text: system_prompt, images: 0 }, input];
}

/** Returns the context length. `context_length` of the request applies only if the request loads the model. */
function contextLength({ registry }: NativeContext, found: Found, body: ChatBody): number {
  if (found.kind === 'instance') return found.instance.config.contextLength;
  return registry.contextLength(found.model, { contextLength: body.context_length });
}
