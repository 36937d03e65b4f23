import type { Capability } from '../../../contract/capability.js';
import type { ChatResponse } from '../../../contract/chat.js';
import type { CompletionResponse } from '../../../contract/completion.js';
import type { DownloadJob } from '../../../contract/download.js';
import type { EmbeddingResponse } from '../../../contract/embedding.js';
import type { UnifiedFinishReason } from '../../../contract/finish-reason.js';
import type { LoadedModel, ModelInfo } from '../../../contract/model.js';
import type { Usage } from '../../../contract/usage.js';
import { conformanceValues } from '../conformance-values.js';
import { ensure, shown } from './assert.js';

const REASONS: { readonly [Reason in UnifiedFinishReason]: true } = {
  stop: true,
  length: true,
  'tool-calls': true,
  'content-filter': true,
  error: true,
  unknown: true,
};

/** The message for a response without `raw`. */
const NO_RAW = 'raw is missing; it must hold everything that the server sent.';

/** The message for a response without `model`. */
const NO_MODEL = 'model is missing; if the server names none, it is the requested model.';

const TYPES: { readonly [Type in ModelInfo['type']]: true } = { llm: true, embedding: true, unknown: true };

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function checkUsage(usage: Usage | undefined): void {
  for (const [name, count] of Object.entries(usage ?? {})) {
    const sound = count === undefined || (Number.isInteger(count) && count >= 0);
    ensure(sound, `usage.${name} is ${shown(count)}; it must be a non-negative integer or absent.`);
  }
}

function checkText(response: ChatResponse | CompletionResponse, route: string): void {
  const { text, finishReason, usage, warnings, model, raw } = response;
  ensure(typeof text === 'string', `text is ${shown(text)}; it must be a string, which may be empty.`);
  ensure(isText(model), NO_MODEL);
  ensure(
    response.route === route,
    `route is ${shown(response.route)}; it must be "${route}", the route of the call (ProviderCall.route).`,
  );
  ensure(Object.hasOwn(REASONS, finishReason.unified), `finishReason.unified is ${shown(finishReason.unified)}.`);
  ensure(Array.isArray(warnings), 'warnings is not an array; it must hold ProviderCall.warnings.');
  ensure(raw !== undefined, NO_RAW);
  checkUsage(usage);
}

function checkEmbeddings({ embeddings, model, usage, raw }: EmbeddingResponse): void {
  const count = conformanceValues.inputs.length;
  ensure(embeddings.length === count, `The response has ${embeddings.length} embeddings for ${count} texts.`);
  const length = embeddings[0]?.length ?? 0;
  const sound = embeddings.every((vector) => vector.length === length && vector.every(Number.isFinite));
  ensure(sound && length > 0, 'The embeddings must be finite numbers, and all of the same length.');
  ensure(isText(model), NO_MODEL);
  ensure(raw !== undefined, NO_RAW);
  checkUsage(usage);
}

function checkModels(models: readonly ModelInfo[]): void {
  for (const { id, type, loaded, instances, capabilities, raw } of models) {
    ensure(isText(id), 'A model has no id.');
    ensure(Object.hasOwn(TYPES, type), `Model "${id}" has the type ${shown(type)}.`);
    ensure(loaded === undefined || typeof loaded === 'boolean', `Model "${id}" has loaded: ${shown(loaded)}.`);
    ensure(Array.isArray(instances), `Model "${id}" has no array of instances; it is empty if the server lists none.`);
    ensure(typeof capabilities === 'object', `Model "${id}" has no capabilities; it is {} if the server tells none.`);
    ensure(raw !== undefined, `Model "${id}": ${NO_RAW}`);
  }
  ensure(new Set(models.map(({ id }) => id)).size === models.length, 'Two models have the same id.');
}

function checkLoaded({ instanceId, type, loadSeconds }: LoadedModel): void {
  ensure(isText(instanceId), 'The loaded model has no instanceId.');
  ensure(Object.hasOwn(TYPES, type), `The loaded model has the type ${shown(type)}.`);
  ensure(Number.isFinite(loadSeconds) && loadSeconds >= 0, `loadSeconds is ${shown(loadSeconds)}.`);
}

function checkJob(job: DownloadJob): void {
  const { status, fraction, startedAt, completedAt, estimatedCompletion } = job;
  ensure(isText(status), 'The download has no status.');
  ensure(
    fraction === undefined || (fraction >= 0 && fraction <= 1),
    `fraction is ${shown(fraction)}; it must be from 0 to 1.`,
  );
  for (const date of [startedAt, completedAt, estimatedCompletion]) {
    ensure(date === undefined || !Number.isNaN(date.getTime()), 'A date of the download is invalid.');
  }
}

/** Throws if the result of an operation violates the contract, whatever its values. */
export function checkResponse(capability: Capability, result: object, route: string): void {
  switch (capability) {
    case 'chat':
    case 'chat.stream':
    case 'completion':
    case 'completion.stream':
      return checkText(result as ChatResponse | CompletionResponse, route);
    case 'embedding':
      return checkEmbeddings(result as EmbeddingResponse);
    case 'models.list':
      return checkModels(result as readonly ModelInfo[]);
    case 'models.load':
      return checkLoaded(result as LoadedModel);
    case 'models.download':
    case 'models.downloadStatus':
      return checkJob(result as DownloadJob);
    case 'models.running':
    case 'models.unload':
      return;
    default:
      capability satisfies never;
  }
}
