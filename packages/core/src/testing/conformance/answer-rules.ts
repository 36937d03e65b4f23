import type { Capability } from '../../contract/capability.js';
import type { ChatResponse } from '../../contract/chat.js';
import type { CompletionResponse } from '../../contract/completion.js';
import type { DownloadJob } from '../../contract/download.js';
import type { EmbeddingResponse } from '../../contract/embedding.js';
import type { UnifiedFinishReason } from '../../contract/finish-reason.js';
import type { LoadedModel, ModelInfo } from '../../contract/model.js';
import type { Usage } from '../../contract/usage.js';
import { ensure, shown } from './assert.js';
import { conformanceWords } from './conformance-words.js';

const REASONS: { readonly [Reason in UnifiedFinishReason]: true } = {
  stop: true,
  length: true,
  'tool-calls': true,
  'content-filter': true,
  error: true,
  unknown: true,
};

const TYPES: { readonly [Type in ModelInfo['type']]: true } = { llm: true, embedding: true, unknown: true };

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function checkUsage(usage: Usage | undefined): void {
  for (const [name, count] of Object.entries(usage ?? {})) {
    const sound = count === undefined || (Number.isInteger(count) && count >= 0);
    ensure(sound, `usage.${name} is ${shown(count)}; it is a count of tokens, or absent.`);
  }
}

function checkReply(reply: ChatResponse | CompletionResponse, route: string): void {
  const { finishReason, usage, warnings, model, raw } = reply;
  ensure(typeof reply.text === 'string', `text is ${shown(reply.text)}; it is a string, empty where there is none.`);
  ensure(isText(model), 'model is missing; where the server names none, it is the one asked for.');
  ensure(reply.route === route, `route is ${shown(reply.route)}; the call went by "${route}" (ProviderCall.route).`);
  ensure(Object.hasOwn(REASONS, finishReason.unified), `finishReason.unified is ${shown(finishReason.unified)}.`);
  ensure(Array.isArray(warnings), 'warnings is no list; those of ProviderCall.warnings belong in it.');
  ensure(raw !== undefined, 'raw is missing; nothing that the server said is lost.');
  checkUsage(usage);
}

function checkEmbeddings({ embeddings, model, usage, raw }: EmbeddingResponse): void {
  const count = conformanceWords.inputs.length;
  ensure(embeddings.length === count, `${embeddings.length} embeddings came for ${count} texts.`);
  const length = embeddings[0]?.length ?? 0;
  const sound = embeddings.every((vector) => vector.length === length && vector.every(Number.isFinite));
  ensure(sound && length > 0, 'The embeddings are not all finite numbers of one length.');
  ensure(isText(model), 'model is missing; where the server names none, it is the one asked for.');
  ensure(raw !== undefined, 'raw is missing; nothing that the server said is lost.');
  checkUsage(usage);
}

function checkModels(models: readonly ModelInfo[]): void {
  for (const { id, type, loaded, instances, capabilities, raw } of models) {
    ensure(isText(id), 'A model has no id.');
    ensure(Object.hasOwn(TYPES, type), `Model "${id}" has the type ${shown(type)}.`);
    ensure(loaded === undefined || typeof loaded === 'boolean', `Model "${id}" has loaded: ${shown(loaded)}.`);
    ensure(
      Array.isArray(instances),
      `Model "${id}" has no list of instances; it is empty where the server tells none.`,
    );
    ensure(typeof capabilities === 'object', `Model "${id}" has no capabilities; {} where the server tells none.`);
    ensure(raw !== undefined, `Model "${id}" has no raw entry; nothing that the server said is lost.`);
  }
  ensure(new Set(models.map(({ id }) => id)).size === models.length, 'Two models have one id.');
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
    `fraction is ${shown(fraction)}; it is from 0 to 1.`,
  );
  for (const date of [startedAt, completedAt, estimatedCompletion]) {
    ensure(date === undefined || !Number.isNaN(date.getTime()), 'A date of the download is no date.');
  }
}

/** Throws where an answer is not as the contract has it, whatever it says. */
export function checkAnswer(capability: Capability, answer: object, route: string): void {
  switch (capability) {
    case 'chat':
    case 'chat.stream':
    case 'completion':
    case 'completion.stream':
      return checkReply(answer as ChatResponse | CompletionResponse, route);
    case 'embedding':
      return checkEmbeddings(answer as EmbeddingResponse);
    case 'models.list':
      return checkModels(answer as readonly ModelInfo[]);
    case 'models.load':
      return checkLoaded(answer as LoadedModel);
    case 'models.download':
    case 'models.downloadStatus':
      return checkJob(answer as DownloadJob);
    case 'models.running':
    case 'models.unload':
      return;
    default:
      capability satisfies never;
  }
}
