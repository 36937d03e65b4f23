import { llamaCppProfile, servedModels } from './llamacpp/profile.js';
import { lmStudioProfile } from './lmstudio/profile.js';
import { ollamaProfile } from './ollama/profile.js';
import type { EmulatorOptions, ServerProfileName } from './options.js';
import type { DownloadSettings } from './shared/models/download-job.js';
import type { ModelDefinition } from './shared/models/model-definition.js';
import type { EmulatorContext } from './shared/server/generation-context.js';
import type { ServerProfile } from './shared/server/server-profile.js';

/** What a profile is created from. */
interface ProfileSettings {
  readonly options: EmulatorOptions;
  readonly downloads: DownloadSettings;
  /** Plugins that a request may use; undefined for all. */
  readonly allowedPlugins: readonly string[] | undefined;
}

/** A server that can be played. */
interface ProfileEntry {
  /** Its name as its users write it. */
  readonly title: string;
  /** The port on which the server itself listens. */
  readonly port: number;
  /** Whether at most one instance of a type is loaded just in time. */
  readonly oneJustInTime: boolean;
  /** The models that it starts with. Default: all of them. */
  readonly selectModels?: (models: readonly ModelDefinition[], options: EmulatorOptions) => readonly ModelDefinition[];
  readonly create: (emulator: EmulatorContext, settings: ProfileSettings) => ServerProfile;
}

/** The servers that can be played, by the value of the option `as`. */
export const SERVER_PROFILES: Readonly<Record<ServerProfileName, ProfileEntry>> = {
  lmstudio: {
    title: 'LM Studio',
    port: 1234,
    oneJustInTime: true,
    create: (emulator, { options, downloads, allowedPlugins }) => {
      const { nativeApi = true, plugins = {} } = options;
      return lmStudioProfile(emulator, { ...downloads, nativeApi, plugins, allowedPlugins });
    },
  },
  ollama: {
    title: 'Ollama',
    port: 11_434,
    oneJustInTime: false,
    create: (emulator, { downloads }) => ollamaProfile(emulator, downloads),
  },
  llamacpp: {
    title: 'llama-server',
    port: 8080,
    oneJustInTime: false,
    selectModels: (models, { router = true, loadMs = 0 }) => (router ? models : servedModels(models, loadMs)),
    create: (emulator, { options: { router = true }, downloads }) =>
      llamaCppProfile(emulator, { ...downloads, router }),
  },
};
