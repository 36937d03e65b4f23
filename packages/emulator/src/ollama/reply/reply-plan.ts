import type { OfferedTool, PromptMessage, ReplyRequest } from '../../shared/engine/reply.js';
import { JSON_OBJECT } from '../../shared/engine/sample-schema.js';
import { Refusal } from '../../shared/http/refusal.js';
import { isRecord } from '../../shared/json/read-json.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import type { Model } from '../../shared/models/model.js';
import { readTools } from '../../shared/openai/read-request.js';
import { fullName } from '../model-name.js';
import type { ModelOptions } from '../read-options.js';

/** A reply that has passed all checks that are possible before it starts. */
export interface ReplyPlan {
  readonly model: Model;
  readonly request: Omit<ReplyRequest, 'model'>;
  readonly think: boolean;
  readonly options: ModelOptions;
  readonly keepAliveMs: number | undefined;
  readonly overflow: OverflowHandling;
}

/** What happens if a prompt or a reply exceeds the context. */
interface OverflowHandling {
  /** True to truncate a prompt that is too long, false to refuse it. */
  readonly truncate: boolean;
  /** True to continue a reply that reaches the end of the context, false to end it. */
  readonly shift: boolean;
}

/** The handling if a request does not set it. The OpenAI-format routes cannot set it. */
export const DEFAULT_OVERFLOW: OverflowHandling = { truncate: true, shift: true };

/** Reads `truncate` and `shift`. Within `options`, they have no effect. */
export function readOverflow({ truncate, shift }: JsonRecord): OverflowHandling {
  return { truncate: truncate !== false, shift: shift !== false };
}

/** Refuses a chat or a completion by an embedding model. Ollama checks `think` before this, and tools after it. */
export function requireCompletion({ type }: Model, name: string, operation: 'chat' | 'generate'): void {
  if (type === 'embedding') throw new Refusal(400, `"${name}" does not support ${operation}`);
}

/** Reads the tools of a request. Refuses them if the model does not support tools. */
export function readModelTools(model: Model, given: unknown): OfferedTool[] {
  const tools = readTools(given);
  if (tools.length > 0 && !model.toolUse) throw new Refusal(400, `${fullName(model.id)} does not support tools`);
  return tools;
}

/** Builds the request of a chat. Ollama has no `tool_choice`, and any number of tools may be called. */
export function chatRequest(
  model: Model,
  { messages, ...rest }: Pick<ReplyRequest, 'messages' | 'tools' | 'schema' | 'body'>,
): ReplyPlan['request'] {
  const visible = visibleMessages(model, messages);
  return { endpoint: 'chat', messages: visible, toolChoice: 'auto', parallelToolCalls: true, ...rest };
}

/**
 * Returns true if the model reasons. The default is true for a reasoning model. Levels are refused for a model without
 * levels.
 */
export function readThink(model: Model, name: string, think: unknown): boolean {
  if (think === undefined || think === null) return model.reasoning !== undefined;
  if (think === false) return false;
  if (think !== true && think !== 'high' && think !== 'medium' && think !== 'low') {
    const given = JSON.stringify(think);
    throw new Refusal(400, `invalid think value: ${given} (must be "high", "medium", "low", true, or false)`);
  }
  if (model.reasoning === undefined) throw new Refusal(400, `"${name}" does not support thinking`);
  if (typeof think === 'string' && !model.reasoning.allowed.includes(think)) {
    throw new Refusal(400, `think value "${think}" is not supported for this model`);
  }
  return true;
}

/** Removes the images for a model without vision, which replies as if there were none. */
export function visibleMessages(model: Model, messages: readonly PromptMessage[]): readonly PromptMessage[] {
  return model.vision ? messages : messages.map((message) => ({ ...message, images: 0 }));
}

/** Reads `format`: `json`, a schema or nothing. */
export function readFormat(format: unknown): Record<string, unknown> | undefined {
  if (format === undefined || format === null || format === '') return undefined;
  if (format === 'json') return JSON_OBJECT;
  if (isRecord(format)) return format;
  throw new Refusal(
    500,
    `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`,
  );
}
