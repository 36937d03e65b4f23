import { LLAMACPP_MODELS } from './llamacpp/default-models.js';
import { llamaCppProfile, servedModels } from './llamacpp/profile.js';
import { LMSTUDIO_MODELS } from './lmstudio/default-models.js';
import { lmStudioProfile } from './lmstudio/profile.js';
import { OLLAMA_MODELS } from './ollama/default-models.js';
import { ollamaProfile } from './ollama/profile.js';
import type { EmulatorOptions, ServerProfileName } from './options.js';
import type { DownloadSettings } from './shared/models/download-job.js';
import type { ModelDefinition } from './shared/models/model-definition.js';
import type { EmulatorContext } from './shared/server/generation-context.js';
import type { ServerProfile } from './shared/server/server-profile.js';

/** The settings for creating a profile. */
interface ProfileSettings {
  readonly options: EmulatorOptions;
  readonly downloads: DownloadSettings;
  /** Ids of the plugins that a request may use, undefined for all. */
  readonly allowedPlugins: readonly string[] | undefined;
}

/** A server that can be emulated. */
interface ProfileEntry {
  /** Display name of the server. */
  readonly title: string;
  /** Default port of the server. */
  readonly port: number;
  /** True if at most one instance of each type is loaded just in time. */
  readonly oneJustInTime: boolean;
  /** Models that are served if the option `models` is unset. */
  readonly defaultModels: readonly ModelDefinition[];
  /** Selects the models to serve. Default: all of them. */
  readonly selectModels?: (models: readonly ModelDefinition[], options: EmulatorOptions) => readonly ModelDefinition[];
  readonly create: (emulator: EmulatorContext, settings: ProfileSettings) => ServerProfile;
}

/** The servers that can be emulated, by the value of the option `as`. */
export const SERVER_PROFILES: Readonly<Record<ServerProfileName, ProfileEntry>> = {
  lmstudio: {
    title: 'LM Studio',
    port: 1234,
    oneJustInTime: true,
    defaultModels: LMSTUDIO_MODELS,
    create: (emulator, { options, downloads, allowedPlugins }) => {
      const { nativeApi = true, plugins = {} } = options;
      return lmStudioProfile(emulator, { ...downloads, nativeApi, plugins, allowedPlugins });
    },
  },
  ollama: {
    title: 'Ollama',
    port: 11_434,
    oneJustInTime: false,
    defaultModels: OLLAMA_MODELS,
    create: (emulator, { downloads }) => ollamaProfile(emulator, downloads),
  },
  llamacpp: {
    title: 'llama-server',
    port: 8080,
    oneJustInTime: false,
    defaultModels: LLAMACPP_MODELS,
    selectModels: (models, { router = true, loadMs = 0 }) => (router ? models : servedModels(models, loadMs)),
    create: (emulator, { options: { router = true }, downloads }) =>
      llamaCppProfile(emulator, { ...downloads, router }),
  },
};
