import type { ChatFeature } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { CompletionRequest } from '../contract/completion.js';
import type { EmbeddingRequest } from '../contract/embedding.js';
import type { Message } from '../contract/message.js';
import type { FieldRow } from '../validate/field-table.js';
import { CHAT_FIELDS, COMPLETION_FIELDS, EMBEDDING_FIELDS } from '../validate/request-fields.js';

/** The feature that a request field requires, and for which values it does. */
interface FeatureField {
  readonly feature: ChatFeature;
  readonly requires: (value: unknown) => boolean;
}

type FeatureFields = ReadonlyMap<string, FeatureField>;

function featureFields(table: { readonly [field: string]: FieldRow }): FeatureFields {
  const fields = new Map<string, FeatureField>();
  for (const [field, row] of Object.entries(table)) {
    const { feature } = row;
    if (feature !== undefined) {
      fields.set(field, { feature, requires: (value) => row.requires?.(value as never) ?? true });
    }
  }
  return fields;
}

const CHAT = featureFields(CHAT_FIELDS);
const COMPLETION = featureFields(COMPLETION_FIELDS);
const EMBEDDING = featureFields(EMBEDDING_FIELDS);

/** Returns the request fields that require a feature. Empty for a capability, and for a feature of the messages. */
export function fieldsOf(feature: string): string[] {
  if (feature === 'jsonObject' || feature === 'jsonSchema') return ['responseFormat'];
  const rows: readonly (readonly [field: string, row: FieldRow])[] = Object.entries(CHAT_FIELDS);
  return rows.filter(([, row]) => row.feature === feature).map(([field]) => field);
}

/** Adds the features that the fields of a request require, without duplicates and in the order of the table. */
function addFeatures(features: ChatFeature[], request: object, fields: FeatureFields): ChatFeature[] {
  // Fast path: most requests are plain objects that set none of these fields, and have fewer keys than the table has rows.
  const isPlain = Object.getPrototypeOf(request) === Object.prototype;
  if (isPlain && !Object.keys(request).some((key) => fields.has(key))) return features;
  for (const [field, { feature, requires }] of fields) {
    const value = (request as Record<string, unknown>)[field];
    if (value !== undefined && requires(value) && !features.includes(feature)) features.push(feature);
  }
  return features;
}

function hasImage(content: Message['content']): boolean {
  return Array.isArray(content) && content.some((part: { type: string }) => part.type === 'image');
}

/** Returns the features that the messages of a chat require. A history with assistant messages or tool results requires `assistantMessages`. */
function messageFeatures(messages: readonly Message[]): ChatFeature[] {
  let system = false;
  let users = 0;
  let assistant = false;
  let tool = false;
  let image = false;
  for (const { role, content } of messages) {
    if (role === 'system') system = true;
    else if (role === 'assistant') assistant = true;
    else {
      if (role === 'tool') tool = true;
      else users += 1;
      image ||= hasImage(content);
    }
  }
  const features: ChatFeature[] = [];
  if (system) features.push('systemMessage');
  // A second user message is a history too: the route must accept a list of messages, even without assistant messages between them.
  if (assistant || tool || users > 1) features.push('assistantMessages');
  if (image) features.push('imageInput');
  if (tool) features.push('tools');
  return features;
}

/** Returns the features that a chat requires in addition to the `chat` capability. */
export function chatFeatures(request: ChatRequest): ChatFeature[] {
  const features = messageFeatures(request.messages);
  const format = request.responseFormat?.type;
  if (format === 'json_object') features.push('jsonObject');
  if (format === 'json_schema') features.push('jsonSchema');
  return addFeatures(features, request, CHAT);
}

/** Returns the features that a text completion requires in addition to the `completion` capability. */
export function completionFeatures(request: CompletionRequest): ChatFeature[] {
  return addFeatures([], request, COMPLETION);
}

/** Returns the features that an embedding requires in addition to the `embedding` capability. */
export function embeddingFeatures(request: EmbeddingRequest): ChatFeature[] {
  return addFeatures([], request, EMBEDDING);
}
