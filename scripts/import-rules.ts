/**
 * The import rules that `npm run imports` checks. check-imports.ts converts these tables into rules. A new package or a new
 * folder of a package needs a line here.
 */

/** The layers of a package: for each folder in src, the other layers that its production code may use. */
export type Layers = Readonly<Record<string, readonly string[]>>;

export interface ImportRules {
  /** For each package, the entry points of other packages that its production code may use. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /**
   * For each package with folders, a line for every folder in src that contains files.
   *
   * A nested folder, such as `shared/http`, has its own line. The line `.` is for files directly in src. Without it, they may
   * use every layer.
   *
   * In a value, a name refers to the files of that line only. A name without a line, such as `shared`, refers to all lines
   * below it.
   */
  readonly layers: Readonly<Record<string, Layers>>;
  /** Layers that production code must not use. They may use everything, and need no line. */
  readonly testLayers: readonly string[];
  /** Production files that may import node: modules in packages that also run in browsers (regular expressions). */
  readonly nodeOnly: readonly string[];
  /** Packages that also run without Node. */
  readonly neutral: readonly string[];
}

const LOW = ['contract', 'json', 'errors', 'clock', 'signals', 'logging'];
const WIRE = [...LOW, 'transport', 'decode', 'stream', 'http'];

/** The layers of which a client's requests are made. */
const CLIENT = [...WIRE, 'capability', 'validate', 'provider'];

/** The entry points for authors of providers. */
const PROVIDER = ['core/provider', 'core/provider/json', 'core/provider/streams'];

const NATIVE_ENDPOINTS = ['lmstudio/native/chat', 'lmstudio/native/downloads', 'lmstudio/native/models'];

/** The layers of the emulator. Shared code is independent of servers, and server profiles are independent of each other. */
const EMULATOR: Layers = {
  'shared/json': [],
  'shared/signals': [],
  'shared/http': [],
  'shared/store': [],
  'shared/models': ['shared/signals', 'shared/http'],
  'shared/engine': ['shared/json', 'shared/signals', 'shared/http', 'shared/models'],
  'shared/faults': ['shared/json', 'shared/signals', 'shared/http', 'shared/engine'],
  'shared/openai': ['shared/json', 'shared/http', 'shared/engine'],
  'shared/server': ['shared/json', 'shared/signals', 'shared/http', 'shared/models', 'shared/engine', 'shared/faults'],
  lmstudio: ['shared', 'lmstudio/native', ...NATIVE_ENDPOINTS, 'lmstudio/openai'],
  'lmstudio/native': ['shared', 'lmstudio', 'lmstudio/native/strict', ...NATIVE_ENDPOINTS],
  'lmstudio/native/chat': ['shared', 'lmstudio', 'lmstudio/native', 'lmstudio/native/models', 'lmstudio/native/strict'],
  'lmstudio/native/downloads': ['shared', 'lmstudio', 'lmstudio/native', 'lmstudio/native/strict'],
  'lmstudio/native/models': ['shared', 'lmstudio', 'lmstudio/native', 'lmstudio/native/strict'],
  'lmstudio/native/strict': ['shared/json', 'shared/http'],
  'lmstudio/openai': ['shared', 'lmstudio'],
  ollama: ['shared', 'ollama/models', 'ollama/openai', 'ollama/pull', 'ollama/reply'],
  'ollama/models': ['shared', 'ollama'],
  'ollama/openai': ['shared', 'ollama', 'ollama/reply'],
  'ollama/pull': ['shared', 'ollama'],
  'ollama/reply': ['shared', 'ollama'],
  llamacpp: ['shared', 'llamacpp/chat', 'llamacpp/models', 'llamacpp/streams'],
  'llamacpp/chat': ['shared', 'llamacpp'],
  'llamacpp/models': ['shared', 'llamacpp'],
  'llamacpp/streams': ['shared', 'llamacpp'],
  '.': ['shared', 'lmstudio', 'ollama', 'llamacpp'],
  cli: ['shared', '.'],
};

export const importRules: ImportRules = {
  packages: {
    core: [],
    'provider-openai': PROVIDER,
    'provider-lmstudio': [...PROVIDER, 'provider-openai/protocol'],
    'provider-ollama': [...PROVIDER, 'provider-openai/protocol'],
    'provider-llamacpp': [...PROVIDER, 'provider-openai/protocol'],
    rx: ['core', 'core/objects', 'core/web', 'tools'],
    tools: ['core', 'core/provider/streams'],
    mcp: ['core', 'tools'],
    emulator: [],
    'test-support': [],
  },
  layers: {
    core: {
      contract: [],
      json: [],
      clock: ['logging'],
      logging: [],
      errors: ['contract', 'json', 'errors/wordings'],
      'errors/wordings': [],
      // Only for tests.
      embeddings: ['contract', 'json', 'errors'],
      signals: ['errors', 'clock'],
      transport: ['errors', 'clock', 'signals'],
      decode: ['contract', 'json', 'errors'],
      platform: [...LOW, 'transport', 'emulated-tools'],
      stream: ['contract', 'errors', 'logging'],
      http: [...LOW, 'transport', 'decode', 'stream'],
      events: ['contract', 'json', 'errors', 'decode', 'stream'],
      validate: ['contract', 'errors', 'http', 'transport'],
      messages: ['contract', 'errors', 'validate'],
      tokens: ['contract', 'json', 'errors'],
      // The planner reads the tables of fields with which requests are validated.
      capability: ['contract', 'errors', 'validate'],
      provider: [...WIRE, 'events', 'platform', 'capability'],
      'provider/json': ['json', 'provider', 'capability'],
      'provider/streams': [...WIRE, 'events', 'validate', 'provider'],
      di: [...WIRE, 'platform', 'validate', 'provider'],
      client: [...CLIENT, 'platform', 'events', 'embeddings', 'di', 'client/models', 'client/context'],
      'client/models': [...CLIENT, 'client'],
      'client/context': [...CLIENT, 'tokens', 'client', 'client/models'],
      objects: ['contract', 'json', 'errors', 'validate', 'capability', 'stream', 'messages'],
      'emulated-tools': [
        'contract',
        'json',
        'errors',
        'capability',
        'stream',
        'events',
        'messages',
        'provider',
        'objects',
        'client',
      ],
      web: ['contract', 'json', 'errors', 'clock', 'decode'],
      config: [...LOW, 'http', 'platform', 'validate', 'provider', 'di', 'client'],
    },
    'provider-openai': {
      encode: [],
      decode: ['encode'],
      'chat-completions': ['decode', 'encode'],
      completions: ['decode', 'encode'],
      embeddings: ['decode', 'encode'],
      models: ['encode'],
      protocol: ['.', 'chat-completions', 'completions', 'decode', 'embeddings', 'encode', 'models'],
    },
    'provider-lmstudio': { server: [], errors: ['server'], chat: ['server'], models: ['server'] },
    'provider-ollama': {
      server: [],
      errors: [],
      encode: [],
      decode: [],
      chat: ['server', 'encode', 'decode'],
      completions: ['server', 'encode', 'decode'],
      embeddings: ['server', 'encode', 'decode'],
      models: ['server', 'encode', 'completions', 'embeddings'],
      context: ['server', 'encode', 'models'],
    },
    'provider-llamacpp': {
      errors: [],
      server: [],
      chat: ['server'],
      models: ['server'],
    },
    rx: { operators: [] },
    emulator: EMULATOR,
  },
  testLayers: ['testing'],
  nodeOnly: ['^packages/core/src/transport/undici-', '^packages/core/src/platform/(?:node-|bun)'],
  neutral: [
    'core',
    'provider-openai',
    'provider-lmstudio',
    'provider-ollama',
    'provider-llamacpp',
    'rx',
    'tools',
    'mcp',
  ],
};
