import { chunk, stop } from './chunks.js';

export type RawOutputRow = readonly [
  what: string,
  chunks: readonly unknown[],
  /** The values of the `raw` events. */
  events: readonly unknown[],
  extra: unknown,
];

const CITED = ['https://example.com/a', 'https://example.com/b'];
const IMAGES = ['AAAA', 'BBBB'].map((data) => ({
  type: 'image_url',
  image_url: { url: `data:image/png;base64,${data}` },
  index: 0,
}));
const NOTES = ['a', 'b'].map((url) => ({ type: 'url_citation', url_citation: { url, start_index: 0, end_index: 1 } }));
const TOOL = { index: 0, type: 'search', arguments: '{"query":"x"}' };
const REFERENCE = { type: 'reference', reference_ids: [1, 'a'] };
const IMAGE_PART = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
const GROUNDED = [{ groundingChunks: [{ web: { uri: 'https://example.com' } }] }];
const CONTEXT = { citations: [{ content: 'x', url: 'u' }], intent: '["x"]' };

const said = (text: string, top: object = {}): object => chunk({ content: text }, {}, top);
const done = stop();

/** Output for which the contract has no field, as servers send it in streams. */
export const RAW_OUTPUT_ROWS: readonly RawOutputRow[] = [
  [
    'citations and search results in every chunk (Perplexity: vercel/ai packages/perplexity)',
    ['H', 'i', '!'].map((text) =>
      said(text, { citations: CITED, search_results: [{ url: CITED[0] }], usage: { x: 1 } }),
    ),
    [{ citations: CITED }, { search_results: [{ url: CITED[0] }] }],
    { citations: CITED, search_results: [{ url: CITED[0] }] },
  ],
  [
    'citations that grow',
    [said('H', { citations: CITED.slice(0, 1) }), said('i', { citations: CITED }), done],
    [{ citations: CITED.slice(0, 1) }, { citations: CITED }],
    { citations: CITED },
  ],
  [
    'citations in the last chunk (xAI: vercel/ai packages/xai)',
    [said('Hi'), done, { id: 'x', choices: [], citations: CITED }],
    [{ citations: CITED }],
    { citations: CITED },
  ],
  [
    'results of a web search (Zhipu, Tencent, Volcengine)',
    [
      said('Hi', { web_search: [{ link: 'l' }], search_info: { search_results: [1] }, references: [{ url: 'u' }] }),
      done,
    ],
    [{ web_search: [{ link: 'l' }] }, { search_info: { search_results: [1] } }, { references: [{ url: 'u' }] }],
    { web_search: [{ link: 'l' }], search_info: { search_results: [1] }, references: [{ url: 'u' }] },
  ],
  [
    'grounding (LiteLLM)',
    [said('Hi', { vertex_ai_grounding_metadata: GROUNDED, vertex_ai_citation_metadata: [] }), done],
    [{ vertex_ai_grounding_metadata: GROUNDED }],
    { vertex_ai_grounding_metadata: GROUNDED },
  ],
  [
    'images, each in a chunk of its own (OpenRouter: OpenRouterTeam/ai-sdk-provider issue 167)',
    [said('Hi'), ...IMAGES.map((image) => chunk({ content: '', images: [image] })), done],
    IMAGES.map((image) => ({ images: [image] })),
    { images: IMAGES },
  ],
  [
    'images next to text in similar chunks',
    IMAGES.map((image, at) => chunk({ content: 'Hi'[at], images: [image] })),
    IMAGES.map((image) => ({ images: [image] })),
    { images: IMAGES },
  ],
  [
    'annotations in pieces (OpenRouter)',
    [said('Hi'), ...NOTES.map((note) => chunk({ annotations: [note] })), done],
    NOTES.map((note) => ({ annotations: [note] })),
    { annotations: NOTES },
  ],
  [
    'annotations so far (cumulative), and again at the end',
    [chunk({ annotations: NOTES.slice(0, 1) }), chunk({ annotations: NOTES }), chunk({ annotations: NOTES }), done],
    NOTES.map((note) => ({ annotations: [note] })),
    { annotations: NOTES },
  ],
  [
    'audio in pieces (OpenAI: openai/openai-openapi issue 577)',
    [
      chunk({ audio: { id: 'audio_1', transcript: 'H' } }),
      chunk({ audio: { data: 'AA' } }),
      chunk({ audio: { transcript: 'i', data: 'BB' } }),
      chunk({ audio: { expires_at: 5 } }),
      done,
    ],
    [
      { audio: { id: 'audio_1', transcript: 'H' } },
      { audio: { data: 'AA' } },
      { audio: { transcript: 'i', data: 'BB' } },
      { audio: { expires_at: 5 } },
    ],
    { audio: { id: 'audio_1', transcript: 'Hi', data: 'AABB', expires_at: 5 } },
  ],
  [
    'tools that the server ran (Groq: groq-python chat_completion_chunk.py)',
    [
      chunk({ executed_tools: [TOOL] }),
      chunk({ executed_tools: [{ ...TOOL, output: 'found' }] }),
      chunk({ executed_tools: [{ ...TOOL, index: 1 }] }),
      said('Hi'),
      done,
    ],
    [
      { executed_tools: [TOOL] },
      { executed_tools: [{ ...TOOL, output: 'found' }] },
      { executed_tools: [{ ...TOOL, index: 1 }] },
    ],
    {
      executed_tools: [
        { ...TOOL, output: 'found' },
        { ...TOOL, index: 1 },
      ],
    },
  ],
  [
    'a context with citations (Azure On Your Data)',
    [chunk({ role: 'assistant', context: CONTEXT }), said('Hi'), done],
    [{ context: CONTEXT }],
    { context: CONTEXT },
  ],
  [
    'citations in a field of the gateway (LiteLLM: BerriAI/litellm issue 9103)',
    [
      chunk({ content: 'H', provider_specific_fields: { citation: { url: 'a' } } }),
      chunk({ content: 'i', provider_specific_fields: { citation: { url: 'b' }, thinking_blocks: null } }),
      done,
    ],
    [{ citation: { url: 'a' } }, { citation: { url: 'b' } }],
    { citation: [{ url: 'a' }, { url: 'b' }] },
  ],
  [
    'sources before the first chunk (Open WebUI: middleware.py)',
    [{ sources: [{ source: { name: 's' } }] }, said('Hi'), done],
    [{ sources: [{ source: { name: 's' } }] }],
    { sources: [{ source: { name: 's' } }] },
  ],
  [
    'content parts that are not text (Mistral: client-python referencechunk.py)',
    [
      chunk({ content: [{ type: 'text', text: 'Hi' }, REFERENCE] }),
      chunk({ content: [IMAGE_PART, null, { type: 'text' }] }),
      done,
    ],
    [{ content: [REFERENCE] }, { content: [IMAGE_PART] }],
    { content: [REFERENCE, IMAGE_PART] },
  ],
  [
    'empty values, which are not output',
    [
      chunk(
        { content: 'Hi', annotations: [], audio: null, images: [], context: {} },
        {},
        { citations: [], images: null },
      ),
      done,
    ],
    [],
    undefined,
  ],
  [
    'the message next to the delta, which is the whole response so far (Perplexity)',
    [chunk({ content: 'Hi' }, { message: { content: 'Hi', images: IMAGES } }), done],
    [],
    undefined,
  ],
];
