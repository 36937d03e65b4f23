import type { Provider, ProviderContext } from '@lmux/core/provider';
import type { NativeApi } from '../server/native-api.js';
import { deleteModel } from './delete-model.js';
import { describeModel } from './describe-model.js';
import { Downloads } from './downloads.js';
import { listModels } from './list-models.js';
import { loadModel } from './load-model.js';
import type { LoadSettings } from './load-settings.js';
import { canonicalModelName } from './model-name.js';
import { findRunning } from './running-models.js';
import { ShownModels } from './shown-models.js';
import { unloadModel } from './unload-model.js';

/** The dependencies of the methods. */
interface ModelMethodParts extends Pick<ProviderContext, 'clock' | 'config'> {
  readonly api: NativeApi;
  readonly settings: LoadSettings;
}

/** The provider methods about models. */
type ModelMethods = Required<
  Pick<
    Provider,
    | 'listModels'
    | 'isModelRunning'
    | 'loadModel'
    | 'unloadModel'
    | 'reuseInstance'
    | 'downloadModel'
    | 'downloadStatus'
    | 'describeModel'
    | 'deleteModel'
    | 'canonicalModelName'
    | 'close'
  >
>;

/** Creates the provider methods that list, describe, load, unload, download and delete models. */
export function createModelMethods({ api, clock, config, settings }: ModelMethodParts): ModelMethods {
  const shownModels = new ShownModels(api);
  const downloads = new Downloads(api);
  const wallNow = (): number => clock.wallNow();
  return {
    listModels: ({ options }) => listModels(api, { options, shownModels, wallNow }),
    isModelRunning: async (model, { options }) => (await findRunning(api, model, options, wallNow)) !== undefined,
    loadModel: (request, { options }) => loadModel(api, request, { clock, config, options, settings }),
    unloadModel: (instanceId, { options }) => unloadModel(api, instanceId, { clock, options, settings }),
    reuseInstance: (model, { contextLength }) => settings.reused(model, contextLength),
    downloadModel: (request, { options }) => downloads.start(request, options),
    downloadStatus: (jobId, { options }) => downloads.status(jobId, options),
    describeModel: (model, { options, isLookup }) => describeModel(api, model, { options, isLookup, wallNow }),
    async deleteModel(model, { options }) {
      await deleteModel(api, { model }, options);
      settings.forget(model);
      downloads.forget(model);
    },
    canonicalModelName,
    close: () => downloads.close(),
  };
}
