/**
 * The values that the suite sends in requests, and those that the responses in the fixtures must contain unless they
 * have an `expect`. The texts contain characters of two, three and four bytes.
 */
export const conformanceValues = {
  /** The requested model. */
  model: 'conformance-model',
  /**
   * The text of `chat`, `chat.stream`, `completion` and `completion.stream`. Streams must send it in two or more
   * deltas.
   */
  text: 'Grüße aus 東京 🗼!',
  /** The reasoning of `chat.stream/reasoning`, which `text` follows. */
  reasoning: 'Erst überlegen … 🤔',
  /** The refusal of `chat/refusal` and `chat.stream/refusal`. */
  refusal: 'I won’t say that. 🙅',
  /** The token counts of responses that have them. */
  usage: { inputTokens: 12, outputTokens: 7 },
  /** The two calls of `chat/tools` and `chat.stream/tools`. */
  toolCalls: [
    { name: 'get_weather', input: { city: 'Zürich' } },
    { name: 'get_time', input: { zone: 'Asia/Tokyo' } },
  ],
  /**
   * The text of `chat/emulated-tools` and `chat.stream/emulated-tools`: both calls as the JSON that a model writes if its tools are emulated.
   * Streams must send it in two or more deltas.
   */
  emulatedCalls:
    '{"calls": [{"tool": "get_weather", "arguments": {"city": "Zürich"}}, {"tool": "get_time", "arguments": {"zone": "Asia/Tokyo"}}]}',
  /** The tool of `chat.stream/integrations`, run by the server. */
  toolResults: [{ toolCall: { name: 'translate', input: { word: '東京' } }, output: 'Tokyo' }],
  /** The id with which `chat/stateful` can be continued. */
  responseId: 'resp_conformance',
  /** The texts of `embedding`. */
  inputs: ['one', 'two', 'three'],
  /** The vectors of `embedding`. They can be represented exactly as 32-bit floats. */
  vectors: [
    [0.5, -0.25],
    [0.125, 1],
    [-1, 0.75],
  ],
  /** The models of `models.list`, in this order. */
  models: [{ id: 'conformance-model' }, { id: 'conformance-embedding' }],
  /** The instance that `models.load` creates and `models.unload` removes. */
  instanceId: 'conformance-model',
  /** The download. */
  job: { jobId: 'job-conformance', totalBytes: 1000, downloadedBytes: 500 },
} as const;
