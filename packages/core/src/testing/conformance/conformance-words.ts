/**
 * What the suite asks for, and what the answers in the fixtures have to say unless they bring an `expect` of their own. The texts
 * hold characters of two, three and four bytes.
 */
export const conformanceWords = {
  /** The model that is asked for. */
  model: 'conformance-model',
  /** The reply of `chat`, `chat.stream`, `completion` and `completion.stream`; streamed in two pieces or more. */
  text: 'Grüße aus 東京 🗼!',
  /** The reasoning of `chat.stream/reasoning`, which ends with `text` as its reply. */
  reasoning: 'Erst überlegen … 🤔',
  /** Tokens, where an answer tells them. */
  usage: { inputTokens: 12, outputTokens: 7 },
  /** The two calls of `chat/tools` and `chat.stream/tools`. */
  toolCalls: [
    { name: 'get_weather', input: { city: 'Zürich' } },
    { name: 'get_time', input: { zone: 'Asia/Tokyo' } },
  ],
  /** The tool of `chat.stream/integrations`, run by the server. */
  toolResults: [{ toolCall: { name: 'translate', input: { word: '東京' } }, output: 'Tokyo' }],
  /** Under which `chat/stateful` can be continued. */
  responseId: 'resp_conformance',
  /** The texts of `embedding`. */
  inputs: ['one', 'two', 'three'],
  /** Their vectors, exact as 32-bit floats too. */
  vectors: [
    [0.5, -0.25],
    [0.125, 1],
    [-1, 0.75],
  ],
  /** The models of `models.list`, in this order. */
  models: [{ id: 'conformance-model' }, { id: 'conformance-embedding' }],
  /** The copy that `models.load` makes and `models.unload` removes. */
  instanceId: 'conformance-model',
  /** The download. */
  job: { jobId: 'job-conformance', totalBytes: 1000, downloadedBytes: 500 },
} as const;
