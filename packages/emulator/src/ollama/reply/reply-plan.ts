import { Refusal } from '../../shared/http/refusal.js';
import type { Model } from '../../shared/models/model.js';
import type { PromptMessage, ReplyRequest } from '../../shared/engine/reply.js';
import { fullName } from '../model-name.js';
import type { ModelOptions } from '../read-options.js';

/** An answer that may begin: everything that can be refused beforehand was checked. */
export interface AnswerPlan {
  readonly model: Model;
  readonly request: Omit<ReplyRequest, 'model'>;
  readonly think: boolean;
  readonly options: ModelOptions;
  readonly keepAliveMs: number | undefined;
}

/** Refuses tools for a model whose template knows none. */
export function checkTools(model: Model, tools: readonly unknown[]): void {
  if (tools.length > 0 && !model.toolUse) throw new Refusal(400, `${fullName(model.id)} does not support tools`);
}

/** Whether the model thinks: by itself if it can, unless it is told. Levels are for models that have them. */
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

/** The messages without their images where the model cannot see: it answers as if they were not there. */
export function visible(model: Model, messages: readonly PromptMessage[]): readonly PromptMessage[] {
  return model.vision ? messages : messages.map((message) => ({ ...message, images: 0 }));
}
