import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest } from '../contract/chat.js';
import type { Plan } from '../contract/plan.js';
import { chatFeatures } from '../capability/requested-features.js';
import type { ClientInternals } from './client-internals.js';

/** Returns the plan of a checked chat by what is known about its model, without asking the server. */
export function explainChat({ core, models }: ClientInternals, request: ChatRequest, options: CallOptions): Plan {
  const features = chatFeatures(request);
  const model = request.model?.trim() ? request.model : core.parts.config.model;
  const wanted = { capability: 'chat', features, options } as const;
  return models.current?.plan(wanted, { ...request, model }) ?? core.plan('chat', features, request, options);
}
