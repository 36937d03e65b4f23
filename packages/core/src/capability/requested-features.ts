import type { ChatFeature } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { EmbeddingRequest } from '../contract/embedding.js';
import type { Message } from '../contract/message.js';

/** The features of a chat that are asked for by a field being set. */
const BY_FIELD: readonly (readonly [field: keyof ChatRequest, feature: ChatFeature])[] = [
  ['topK', 'topK'],
  ['minP', 'minP'],
  ['repeatPenalty', 'repeatPenalty'],
  ['frequencyPenalty', 'frequencyPenalty'],
  ['presencePenalty', 'presencePenalty'],
  ['seed', 'seed'],
  ['reasoning', 'reasoning'],
  ['toolChoice', 'toolChoice'],
  ['previousResponseId', 'statefulChat'],
  ['contextLength', 'contextLength'],
  ['ttlSeconds', 'ttl'],
];

type FieldsOnly = { readonly [Key in keyof ChatRequest]-?: unknown };

function hasImages(messages: readonly Message[]): boolean {
  return messages.some(
    (message) =>
      message.role === 'user' &&
      Array.isArray(message.content) &&
      message.content.some((part: { type: string }) => part.type === 'image'),
  );
}

/** What a chat asks for beyond being a chat. A history of the model's turns, or of tool results, needs `assistantMessages`. */
export function chatFeatures(request: ChatRequest): ChatFeature[] {
  const { messages, tools, responseFormat, stop, logprobs, integrations } = request;
  const features: ChatFeature[] = [];
  const add = (asked: boolean, feature: ChatFeature): void => {
    if (asked) features.push(feature);
  };
  add(
    messages.some(({ role }) => role === 'system'),
    'systemMessage',
  );
  // A second user message is a history too: without the turns between them, a route must take a list of messages.
  const needsHistory =
    messages.some(({ role }) => role === 'assistant' || role === 'tool') ||
    messages.filter(({ role }) => role === 'user').length > 1;
  add(needsHistory, 'assistantMessages');
  add(hasImages(messages), 'imageInput');
  add((tools !== undefined && tools.length > 0) || messages.some(({ role }) => role === 'tool'), 'tools');
  add(responseFormat?.type === 'json_object', 'jsonObject');
  add(responseFormat?.type === 'json_schema', 'jsonSchema');
  add(stop !== undefined && stop.length > 0, 'stop');
  add(logprobs !== undefined && logprobs !== false, 'logprobs');
  add(integrations !== undefined && integrations.length > 0, 'integrations');
  for (const [field, feature] of BY_FIELD) add(request[field] !== undefined, feature);
  // `store: false` asks for nothing that a route without stored chats would not give.
  add(request.store === true && !features.includes('statefulChat'), 'statefulChat');
  return features;
}

/** What a completion asks for beyond being one. */
export function completionFeatures(request: CompletionRequest): ChatFeature[] {
  const features: ChatFeature[] = [];
  for (const [field, feature] of BY_FIELD) {
    if (field in request && (request as unknown as FieldsOnly)[field] !== undefined) features.push(feature);
  }
  if (request.stop !== undefined && request.stop.length > 0) features.push('stop');
  return features;
}

/** What an embedding asks for beyond being one. */
export function embeddingFeatures(request: EmbeddingRequest): ChatFeature[] {
  return request.ttlSeconds === undefined ? [] : ['ttl'];
}
