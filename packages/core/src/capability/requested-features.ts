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

/** What the messages of a chat ask for. A history of the model's turns, or of tool results, needs `assistantMessages`. */
function messageFeatures(messages: readonly Message[]): ChatFeature[] {
  let system = false;
  let users = 0;
  let assistant = false;
  let tool = false;
  let image = false;
  for (const { role, content } of messages) {
    if (role === 'system') system = true;
    else if (role === 'assistant') assistant = true;
    else if (role === 'tool') tool = true;
    else {
      users += 1;
      image ||= Array.isArray(content) && content.some((part: { type: string }) => part.type === 'image');
    }
  }
  const features: ChatFeature[] = [];
  if (system) features.push('systemMessage');
  // A second user message is a history too: without the turns between them, a route must take a list of messages.
  if (assistant || tool || users > 1) features.push('assistantMessages');
  if (image) features.push('imageInput');
  if (tool) features.push('tools');
  return features;
}

/** What a chat asks for beyond being a chat. */
export function chatFeatures(request: ChatRequest): ChatFeature[] {
  const { messages, tools, responseFormat, stop, logprobs, integrations } = request;
  const features = messageFeatures(messages);
  const add = (asked: boolean, feature: ChatFeature): void => {
    if (asked && !features.includes(feature)) features.push(feature);
  };
  add(tools !== undefined && tools.length > 0, 'tools');
  add(responseFormat?.type === 'json_object', 'jsonObject');
  add(responseFormat?.type === 'json_schema', 'jsonSchema');
  add(stop !== undefined && stop.length > 0, 'stop');
  add(logprobs !== undefined && logprobs !== false, 'logprobs');
  add(integrations !== undefined && integrations.length > 0, 'integrations');
  for (const [field, feature] of BY_FIELD) add(request[field] !== undefined, feature);
  // `store: false` asks for nothing that a route without stored chats would not give.
  add(request.store === true, 'statefulChat');
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
