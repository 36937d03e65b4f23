import type { CallOptions, DescribedModel } from '@lmux/core/provider';
import { optionalResult } from '@lmux/core/provider/json';
import type { NativeApi } from '../server/native-api.js';
import { decodeDescription } from './decode-description.js';
import { list, show } from './endpoint.js';
import { findInstalled, resolveRunning, runningModels } from './running-models.js';

/** Options of `describeModel`. */
interface DescribeModelOptions {
  readonly options: CallOptions;
  /** True to send only one request, which tells neither the digest nor the context length with which the model runs. */
  readonly isLookup: boolean;
  /** Returns the local time. */
  readonly wallNow: () => number;
}

/** Describes a model without loading it. Rejects if the model is not installed, but not if only the lists of models fail. */
export async function describeModel(
  api: NativeApi,
  model: string,
  { options, isLookup, wallNow }: DescribeModelOptions,
): Promise<DescribedModel> {
  if (isLookup) return decodeDescription(model, await show(api, { model }, options));
  const [shown, tags, running] = await Promise.all([
    show(api, { model }, options),
    optionalResult(list(api, options)),
    optionalResult(runningModels(api, options, wallNow)),
  ]);
  const installed = tags?.models ?? [];
  const listed = {
    installed: findInstalled(installed, model),
    running: resolveRunning(running ?? [], model, installed),
  };
  return { ...decodeDescription(model, shown, listed), loaded: listed.running !== undefined };
}
