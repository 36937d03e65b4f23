/** A section of the sidebar and of llms.txt. */
export interface Section {
  readonly title: string;
  /** Paths of pages below docs, with one line about each. */
  readonly pages: ReadonlyArray<readonly [path: string, description: string]>;
}

/** All guides, in the order of the sidebar. They are described here and not in front matter, which hosts show as a table. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Guide',
    pages: [
      ['guide/getting-started', 'Install lmux, connect it to a server and stream a first response.'],
      ['guide/chat', 'Messages, system prompts, images, streaming, timeouts and cancellation.'],
      ['guide/tools', 'Let a model call typed functions, with approval, progress and limits.'],
      ['guide/mcp', 'Let a model call the tools of MCP servers.'],
      ['guide/structured-output', 'Typed objects from models, also while they arrive.'],
      ['guide/embeddings', 'Turn texts into vectors, and find texts by their meaning.'],
      ['guide/models', 'List, load, unload and download models, with progress.'],
      [
        'guide/models-and-capabilities',
        'What a model supports, how many tokens a chat has, and what happens to a prompt that is too long.',
      ],
      ['guide/errors', 'Error codes, partial responses and which errors are retried.'],
      ['guide/configuration', 'Every setting, the configuration file and the environment variables.'],
      ['guide/capabilities', 'The operations and request features that each provider supports.'],
    ],
  },
  {
    title: 'Integrations',
    pages: [
      ['guide/servers', 'Stream a response from Next.js and other servers to a page, with real statuses.'],
      ['guide/browser', 'Call a server from a web page: CORS, keys, local networks, bundle size and a React example.'],
      ['guide/rx', 'Responses and streams as RxJS Observables.'],
      ['guide/nestjs', 'A client as a provider, streams to a page, error statuses and tests.'],
      ['guide/angular', 'Stream replies into the signals of a component, with errors, cancellation and tests.'],
      ['guide/dependency-injection', 'Clients in a tsyringe container.'],
      ['guide/testing', 'Test an application without a model, with fakes or with the emulator.'],
    ],
  },
  {
    title: 'Operations',
    pages: [
      ['guide/reliability', 'Timeouts, retries, cancellation and the guarantees for streams.'],
      ['guide/scaling', 'Serve more requests than one machine can, and the settings to use.'],
      ['guide/performance', 'Benchmarks against other clients, and how they are measured.'],
    ],
  },
  {
    title: 'Providers',
    pages: [
      ['providers/lmstudio', 'Use LM Studio through its own API and its OpenAI-compatible API.'],
      ['providers/llamacpp', 'Use llama-server with one model, or as a router with many.'],
      ['providers/ollama', 'Use Ollama through its own API and its OpenAI-compatible API.'],
      ['providers/openai', 'Use OpenAI, vLLM, LiteLLM, OpenRouter and other servers with an OpenAI-compatible API.'],
      [
        'guide/writing-a-provider',
        'Connect lmux to another kind of server, from an empty folder to the conformance suite.',
      ],
    ],
  },
  {
    title: 'Migration',
    pages: [
      ['migration/openai', 'Replace the openai package, with the code before and after.'],
      ['migration/ai-sdk', 'Replace the AI SDK, with the code before and after.'],
      ['migration/langchain', 'Replace the chat models of LangChain, with the code before and after.'],
      ['migration/ollama', 'Replace the ollama package, with the code before and after.'],
      ['migration/lmstudio-sdk', 'Replace the LM Studio SDK, with the code before and after.'],
    ],
  },
];

/** Descriptions of the guides, by path. */
export const DESCRIPTIONS: ReadonlyMap<string, string> = new Map(SECTIONS.flatMap(({ pages }) => pages));
