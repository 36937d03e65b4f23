import type { Operation } from '../../../contract/capability.js';
import type { ChatResponse } from '../../../contract/chat.js';
import type { CompletionResponse } from '../../../contract/completion.js';
import type { TokenCount } from '../../../contract/context-overflow.js';
import type { DownloadJob } from '../../../contract/download.js';
import type { EmbeddingResponse } from '../../../contract/embedding.js';
import type { UnifiedFinishReason } from '../../../contract/finish-reason.js';
import type { LoadedModel, ModelInfo } from '../../../contract/model.js';
import type { ModelDescription } from '../../../contract/model-description.js';
import type { Usage } from '../../../contract/usage.js';
import { featureNames } from '../../../validate/feature-names.js';
import { conformanceValues } from '../conformance-values.js';
import { ensure, shown } from './assert.js';
import { checkChat } from './check-chat.js';

const REASONS: { readonly [Reason in UnifiedFinishReason]: true } = {
  stop: true,
  length: true,
  'tool-calls': true,
  'content-filter': true,
  error: true,
  unknown: true,
};

/** The message for a response without `raw`. */
const NO_RAW = '"raw" is missing. Set it to the complete response of the server.';

/** The message for a response without `model`. */
const NO_MODEL = '"model" is missing. Set it to the model that the server reports, or else to the requested model.';

const TYPES: { readonly [Type in ModelInfo['type']]: true } = { llm: true, embedding: true, unknown: true };

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function checkUsage(usage: Usage | undefined): void {
  for (const [name, count] of Object.entries(usage ?? {})) {
    const sound = count === undefined || (Number.isInteger(count) && count >= 0);
    ensure(sound, `"usage.${name}" must be a non-negative integer or absent; received ${shown(count)}.`);
  }
}

function checkText(response: ChatResponse | CompletionResponse, route: string): void {
  const { text, finishReason, usage, warnings, model, raw } = response;
  ensure(typeof text === 'string', `"text" must be a string, which may be empty; received ${shown(text)}.`);
  ensure(isText(model), NO_MODEL);
  ensure(
    response.route === route,
    `"route" must be "${route}", the route of the call; received ${shown(response.route)}. Set it to ProviderCall.route.`,
  );
  ensure(
    Object.hasOwn(REASONS, finishReason.unified),
    `"finishReason.unified" must be one of ${Object.keys(REASONS).join(', ')}; received ${shown(finishReason.unified)}.`,
  );
  ensure(
    Array.isArray(warnings),
    `"warnings" must be an array; received ${shown(warnings)}. Set it to ProviderCall.warnings.`,
  );
  ensure(raw !== undefined, NO_RAW);
  checkUsage(usage);
}

function checkEmbeddings({ embeddings, model, usage, raw }: EmbeddingResponse): void {
  const count = conformanceValues.inputs.length;
  ensure(
    embeddings.length === count,
    `"embeddings" must have one vector for each text; received ${embeddings.length} for ${count} texts.`,
  );
  const length = embeddings[0]?.length ?? 0;
  const sound = embeddings.every((vector) => vector.length === length && vector.every(Number.isFinite));
  ensure(sound && length > 0, '"embeddings" must be vectors of finite numbers, all of the same length above 0.');
  ensure(isText(model), NO_MODEL);
  ensure(raw !== undefined, NO_RAW);
  checkUsage(usage);
}

function checkModels(models: readonly ModelInfo[]): void {
  for (const { id, type, loaded, instances, capabilities, raw } of models) {
    ensure(isText(id), `Every model must have an "id" that is not empty; received ${shown(id)}.`);
    ensure(
      Object.hasOwn(TYPES, type),
      `"type" of the model "${id}" must be one of ${Object.keys(TYPES).join(', ')}; received ${shown(type)}.`,
    );
    ensure(
      loaded === undefined || typeof loaded === 'boolean',
      `"loaded" of the model "${id}" must be a boolean or absent; received ${shown(loaded)}.`,
    );
    ensure(
      Array.isArray(instances),
      `"instances" of the model "${id}" must be an array; received ${shown(instances)}. It is empty if the server reports none.`,
    );
    ensure(
      typeof capabilities === 'object',
      `"capabilities" of the model "${id}" must be an object; received ${shown(capabilities)}. It is {} if the server reports none.`,
    );
    ensure(raw !== undefined, `Model "${id}": ${NO_RAW}`);
  }
  const ids = models.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  ensure(repeated === undefined, `"id" of a model must be unique; "${repeated}" occurs more than once.`);
}

function checkLoaded({ instanceId, type, loadSeconds }: LoadedModel): void {
  ensure(isText(instanceId), `"instanceId" must be a string that is not empty; received ${shown(instanceId)}.`);
  ensure(
    Object.hasOwn(TYPES, type),
    `"type" of the loaded model must be one of ${Object.keys(TYPES).join(', ')}; received ${shown(type)}.`,
  );
  ensure(
    Number.isFinite(loadSeconds) && loadSeconds >= 0,
    `"loadSeconds" must be a non-negative number; received ${shown(loadSeconds)}.`,
  );
}

function checkJob(job: DownloadJob): void {
  const { status, fraction, startedAt, completedAt, estimatedCompletion } = job;
  ensure(isText(status), `"status" of the download must be a string that is not empty; received ${shown(status)}.`);
  ensure(
    fraction === undefined || (fraction >= 0 && fraction <= 1),
    `"fraction" of the download must be from 0 to 1; received ${shown(fraction)}.`,
  );
  for (const date of [startedAt, completedAt, estimatedCompletion]) {
    ensure(
      date === undefined || !Number.isNaN(date.getTime()),
      'Every date of the download must be valid; received an invalid Date. Leave it out if the server sends none.',
    );
  }
}

function checkLengths(lengths: { readonly [name: string]: number | undefined }, of: string): void {
  for (const [name, length] of Object.entries(lengths)) {
    ensure(
      length === undefined || (Number.isInteger(length) && length > 0),
      `"${name}" of ${of} must be a positive integer or absent; received ${shown(length)}.`,
    );
  }
}

function checkDescription({ id, features, digest, contextLength, maxContextLength }: ModelDescription): void {
  ensure(isText(id), `"id" of the description must be a string that is not empty; received ${shown(id)}.`);
  const unknown = Object.keys(features).filter((name) => !featureNames().some((known) => known === name));
  ensure(
    unknown.length === 0,
    `"features" of the description must have names of the matrix, such as imageInput; received ${unknown.join(', ')}.`,
  );
  for (const [name, feature] of Object.entries(features)) {
    const { value, source, checkedAt } = feature ?? {};
    ensure(
      typeof value === 'boolean',
      `"features.${name}" of the description must be a boolean; received ${shown(value)}. Leave out what the server does not tell.`,
    );
    ensure(
      source === 'server' && checkedAt instanceof Date && !Number.isNaN(checkedAt.getTime()),
      `"features.${name}" must have the source "server" and the date of the description; received ${shown(feature)}.`,
    );
  }
  ensure(
    digest === undefined || isText(digest),
    `"digest" of the description must be a string that is not empty, or absent; received ${shown(digest)}.`,
  );
  checkLengths({ contextLength, maxContextLength }, 'the description');
}

function checkCount({ inputTokens, exact, contextLength }: TokenCount): void {
  ensure(
    Number.isInteger(inputTokens) && inputTokens > 0,
    `"inputTokens" must be a positive integer; received ${shown(inputTokens)}.`,
  );
  ensure(typeof exact === 'boolean', `"exact" must be a boolean; received ${shown(exact)}.`);
  checkLengths({ contextLength }, 'the count');
}

/** Throws if the result of an operation violates the contract, regardless of its values. */
export function checkResponse(capability: Operation, result: object, route: string): void {
  switch (capability) {
    case 'chat':
    case 'chat.stream':
      checkText(result as ChatResponse, route);
      return checkChat(result as ChatResponse);
    case 'completion':
    case 'completion.stream':
      return checkText(result as CompletionResponse, route);
    case 'embedding':
      return checkEmbeddings(result as EmbeddingResponse);
    case 'models.list':
      return checkModels(result as readonly ModelInfo[]);
    case 'models.load':
      return checkLoaded(result as LoadedModel);
    case 'models.download':
    case 'models.downloadStatus':
      return checkJob(result as DownloadJob);
    case 'models.describe':
      return checkDescription(result as ModelDescription);
    case 'tokens.count':
      return checkCount(result as TokenCount);
    case 'models.running':
    case 'models.unload':
    case 'models.delete':
      return;
    default:
      capability satisfies never;
  }
}
