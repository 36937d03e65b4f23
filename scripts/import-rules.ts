/**
 * Who may import whom: the data behind `npm run imports` (the machine is check-imports.ts).
 * A new package or a new folder of core needs a line here before it may exist.
 */

export interface ImportRules {
  /** For each package, the doors of the others that its production code may use. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** For a package with rooms (folders of its src), the other rooms that each room may use. */
  readonly rooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Rooms that no production code may use; they themselves may use anything. */
  readonly testRooms: readonly string[];
  /** Production files that may import node: modules in packages that also run in browsers (regular expressions). */
  readonly nodeOnly: readonly string[];
  /** Packages that also run where there is no Node. */
  readonly neutral: readonly string[];
}

const LOW = ['contract', 'errors', 'clock', 'signals', 'logging'];
const WIRE = [...LOW, 'transport', 'decode', 'stream', 'http'];

/** The entry points for authors of providers. */
const PROVIDER = ['core/provider', 'core/provider/streams'];

export const importRules: ImportRules = {
  packages: {
    core: [],
    'provider-openai': PROVIDER,
    'provider-lmstudio': [...PROVIDER, 'provider-openai/protocol'],
    'provider-ollama': [...PROVIDER, 'provider-openai/protocol'],
    'provider-llamacpp': [...PROVIDER, 'provider-openai/protocol'],
    rx: ['core'],
    emulator: [],
    'test-support': [],
  },
  rooms: {
    core: {
      contract: [],
      clock: [],
      logging: [],
      errors: ['contract'],
      signals: ['errors', 'clock'],
      transport: ['errors', 'clock', 'signals'],
      decode: ['contract', 'errors'],
      capability: ['contract', 'errors'],
      platform: [...LOW, 'transport'],
      stream: ['contract', 'errors'],
      http: [...LOW, 'transport', 'decode', 'stream'],
      events: ['contract', 'errors', 'decode', 'stream'],
      validate: ['contract', 'errors', 'http'],
      provider: [...WIRE, 'events', 'platform', 'capability'],
      di: [...WIRE, 'platform', 'validate', 'provider'],
      client: [...WIRE, 'platform', 'capability', 'validate', 'provider', 'di'],
      config: [...LOW, 'http', 'platform', 'validate', 'provider', 'di', 'client'],
    },
    'provider-lmstudio': {
      server: [],
      'native-chat': ['server'],
      'native-models': ['server'],
      openai: [],
    },
    'provider-llamacpp': {
      server: [],
      chat: ['server'],
      router: ['server'],
    },
  },
  testRooms: ['testing'],
  nodeOnly: ['^packages/core/src/transport/undici-', '^packages/core/src/platform/node-'],
  neutral: ['core', 'provider-openai', 'provider-lmstudio', 'provider-ollama', 'provider-llamacpp', 'rx'],
};
